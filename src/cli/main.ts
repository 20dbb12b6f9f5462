/** The `grappe` command's way in: what `dist/node/grappe.js` is built from. */

import * as m from '#app/words/messages/messages.js';
import { run } from './run.ts';

// Whoever reads may stop reading (`grappe export … | head`); what can't be written is said in one line.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    console.error(error.code === 'ENOSPC' ? m.cli_disk_full() : error.message);
    process.exitCode = 1;
  }
});

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (sentence) => console.error(sentence),
  env: process.env,
});
