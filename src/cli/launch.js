#!/usr/bin/env node
/**
 * Starts everything: `npm start`, `npm test` and the `grappe` command come through here. This file must be readable by any
 * Node, however old, to be able to say that it is too old: no static imports, no recent syntax.
 */
var version = /(\d+)\.(\d+)/.exec(process.versions.node) || [];
var major = Number(version[1]);
var minor = Number(version[2]);

if (major > 20 || (major === 20 && minor >= 19)) {
  import('./prepare.js')
    .then(function (prepare) {
      return prepare.launch(process.argv.slice(2));
    })
    .catch(function (error) {
      console.error(error);
      process.exitCode = 1;
    });
} else {
  console.error(
    [
      'Grappe a besoin de Node 20.19 ou plus récent\u202f; celui-ci est ' + process.versions.node + '.',
      'Grappe needs Node 20.19 or newer; this is ' + process.versions.node + '.',
      'https://nodejs.org/',
    ].join('\n'),
  );
  process.exitCode = 1;
}
