/** « Mettre de l’ordre »: asked for on another screen, answered by the wall when it opens next. */

let isWanted = false;

export const askForOrder = (): void => {
  isWanted = true;
};

/** Tells once whether it was asked for. */
export const takeOrderRequest = (): boolean => {
  const wanted = isWanted;
  isWanted = false;
  return wanted;
};
