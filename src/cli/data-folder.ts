/** Where the hub keeps everything, unless it is told. */

import { posix, win32 } from 'node:path';
import type { Environment } from './locale.ts';

/** `GRAPPE_DATA`, else where the platform keeps what programs keep for an account. */
export const defaultDataFolder = (env: Environment, platform: NodeJS.Platform, home: string): string => {
  const named = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const told = named('GRAPPE_DATA');
  if (told !== undefined) return told;
  switch (platform) {
    case 'win32':
      return win32.join(named('LOCALAPPDATA') ?? win32.join(home, 'AppData', 'Local'), 'Grappe', 'hub');
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'Grappe', 'hub');
    default:
      return posix.join(named('XDG_DATA_HOME') ?? posix.join(home, '.local', 'share'), 'grappe', 'hub');
  }
};
