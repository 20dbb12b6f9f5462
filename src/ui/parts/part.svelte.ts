/** A part of a screen that comes with its own file, once it is first wanted. */

export const createPart = <Part>(load: () => Promise<{ readonly default: Part }>) => {
  let loaded = $state.raw<Part>();
  let failed = $state(false);
  let isAsked = false;
  return {
    /** Undefined until it is there. */
    get component() {
      return loaded;
    },
    get failed() {
      return failed;
    },
    /** Fetches it, again where that failed before. */
    want: (): void => {
      if (isAsked) return;
      isAsked = true;
      load().then(
        (part) => (loaded = part.default),
        () => {
          failed = true;
          isAsked = false;
        },
      );
    },
  };
};
