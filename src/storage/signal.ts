/** Listeners of one happening. One that throws does not keep the others, or the work, from going on. */

export interface Signal<T> {
  readonly observe: (callback: (value: T) => void) => () => void;
  readonly emit: (value: T) => void;
}

export const createSignal = <T>(): Signal<T> => {
  const callbacks = new Set<(value: T) => void>();
  return {
    observe: (callback) => {
      // A fresh function, so that the same callback may listen twice and leave once.
      const listener = (value: T): void => callback(value);
      callbacks.add(listener);
      return () => callbacks.delete(listener);
    },
    emit: (value) => {
      for (const callback of [...callbacks]) {
        try {
          callback(value);
        } catch (bug) {
          // Shown to the error boundary, outside the path that keeps the data.
          queueMicrotask(() => {
            throw bug;
          });
        }
      }
    },
  };
};
