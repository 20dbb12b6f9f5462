/** The command’s `serve`, as a process of its own: `<folder of the app> <options>`. */
import { serve } from '#cli/serve.ts';

const [folder = '', ...args] = process.argv.slice(2);
// Only now: an account of its own may not read the project’s folder, which all of this was loaded from.
const account = Number(process.env['HUB_ACCOUNT'] ?? 0);
if (account !== 0) {
  process.setgroups?.([account]);
  process.setgid?.(account);
  process.setuid?.(account);
}
process.exitCode = await serve(args, folder);
