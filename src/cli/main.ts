/** The `grappe` command. */
import { serve } from './serve.ts';

const [command, ...args] = process.argv.slice(2);
if (command === 'serve') process.exitCode = await serve(args);
else process.exitCode = 1;
