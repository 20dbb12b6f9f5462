/** Processes of this machine, by what /proc tells of them. */

import { readFileSync, readdirSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** The command line. */
  readonly words: readonly string[];
}

/** Those that are meant, and all that descend from them. */
export const withDescendants = (isMeant: (process: Process) => boolean): readonly number[] => {
  const processes = readProcesses();
  const found = new Set(processes.filter(isMeant).map(({ pid }) => pid));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { pid, parent } of processes) if (found.has(parent)) found.add(pid);
  }
  return [...found];
};

const readProcesses = (): readonly Process[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        // Behind the name, which may hold anything: the state, then the parent.
        const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').split(' ')[2];
        return [{ pid: Number(pid), parent: Number(parent), words }];
      } catch {
        return [];
      }
    });
