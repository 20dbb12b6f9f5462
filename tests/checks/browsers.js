/**
 * The oldest browsers that Grappe promises to run in: what is built is built for them, and lint refuses what they lack.
 * `name` as browserslist has it, `target` as the builder does.
 */
export const oldestBrowsers = /** @type {const} */ ([
  { name: 'chrome', version: '109', target: 'chrome109' },
  { name: 'firefox', version: '115', target: 'firefox115' },
  // Safari 15.4 knows private fields. Below 16 the builder writes them anew all the same, for a rare bug: 2.9 KB of the first 130.
  { name: 'safari', version: '15.4', target: 'safari16' },
  { name: 'ios_saf', version: '15.4', target: 'ios16' },
]);
