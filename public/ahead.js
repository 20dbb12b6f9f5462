// Asks for the half of Grappe that opens workshops together with the half that draws: it then needs no way there and back of its
// own. Not for an invitation, whose first note does not wait for that half, nor where the app comes from the device itself.
(() => {
  const engine = document.currentScript?.dataset.engine;
  if (!engine || location.hash.startsWith('#/rejoindre/') || navigator.serviceWorker?.controller) return;
  const link = document.createElement('link');
  link.rel = 'modulepreload';
  link.href = engine;
  document.head.append(link);
})();
