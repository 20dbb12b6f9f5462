/** The command’s `serve`, as a process of its own: `<folder of the app> <options>`. */
import { serve } from '#cli/serve.ts';

const [folder = '', ...args] = process.argv.slice(2);
process.exitCode = await serve(args, folder);
