/** Hands a file made on the device to the person: the browser's own download, no server in between. */

/** How long a slow device may take to read the file before its memory is given back. */
const keptMs = 60_000;

export const saveFile = (name: string, blob: Blob): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
};
