/** Lets a text field grow with its text in browsers that don't know `field-sizing: content`. */
export const autoHeight = (field: HTMLTextAreaElement): (() => void) | undefined => {
  if (CSS.supports('field-sizing', 'content')) return undefined;
  const grow = (): void => {
    field.style.height = 'auto';
    field.style.height = `${String(field.scrollHeight + 2)}px`;
  };
  grow();
  field.addEventListener('input', grow);
  return () => field.removeEventListener('input', grow);
};
