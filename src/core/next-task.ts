/**
 * Resolves in the browser's next task: what else waits, a tap or a frame, comes first. Not `setTimeout`, which a page that is out
 * of sight has wait for a second.
 */
export const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
