/**
 * A network of its own on this machine: hosts in namespaces of the kernel, joined by a bridge, with private addresses and no way out.
 * As root, on Linux, with iproute2.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { chromiumLaunchOptions, findChromium } from '../find-browsers.js';

export interface Host {
  readonly address: string;
  /** What a command is run by on this host. */
  readonly command: readonly string[];
  /** Runs a command and gives its output. */
  run(program: string, ...args: string[]): Buffer;
  /** Pulls its cable, or plugs it in. */
  plug(isIn: boolean): void;
  /** The switch hands nothing on between hosts that are isolated, as the Wi-Fi of many schools does. */
  isolate(isIsolated: boolean): void;
  /** Starts a whole Chromium with a profile of its own, kept until the network ends; `home` is its account's folder. */
  openBrowser(
    options?: BrowserContextOptions & { args?: readonly string[]; home?: string },
  ): Promise<BrowserContext>;
}

export interface Lan<Name extends string> {
  readonly hosts: Readonly<Record<Name, Host>>;
  /** Ends browsers, then hosts. */
  end(): Promise<void>;
}

/** Why this machine lets nobody make namespaces; undefined when it does. */
export const namespacesRefused = (): string | undefined => {
  const name = `grappe-${String(process.pid)}-try`;
  try {
    ip('netns', 'add', name);
    ip('-n', name, 'link', 'add', 'br0', 'type', 'bridge');
    return undefined;
  } catch (error) {
    return String(error);
  } finally {
    quietly(() => ip('netns', 'del', name));
  }
};

let lans = 0;

/** Makes a network of hosts with these addresses (IPv4, of one /24). */
export const createLan = <Name extends string>(addresses: Readonly<Record<Name, string>>): Lan<Name> => {
  const prefix = `grappe-${String(process.pid)}-${String(++lans)}`;
  const folder = mkdtempSync(join(tmpdir(), 'grappe-lan-'));
  const bridge = `${prefix}-lan`;
  const spaces = [bridge];
  const browsers: BrowserContext[] = [];
  const end = async (): Promise<void> => {
    for (const browser of browsers) await browser.close();
    for (const space of spaces) quietly(() => ip('netns', 'del', space));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  const addHost = (address: string, index: number): Host => {
    const space = `${prefix}-${String(index)}`;
    const port = `p${String(index)}`;
    ip('netns', 'add', space);
    spaces.push(space);
    ip('-n', space, 'link', 'set', 'lo', 'up');
    ip('-n', bridge, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
    ip('-n', bridge, 'link', 'set', port, 'master', 'br0', 'up');
    // An IPv6 address of its own making would come a second later, and break off what a browser is loading by then.
    ip('-n', space, 'link', 'set', 'eth0', 'addrgenmode', 'none');
    ip('-n', space, 'link', 'set', 'eth0', 'up');
    ip('-n', space, 'addr', 'add', `${address}/24`, 'brd', '+', 'dev', 'eth0');
    const command = ['ip', 'netns', 'exec', space];
    const [program = '', ...before] = command;
    // Playwright starts one file; the pipe by which it speaks to the browser passes through.
    const executablePath = join(folder, `chromium-${String(index)}`);
    const words = [...command, findChromium() ?? 'chromium'].map((word) => `'${word}'`);
    writeFileSync(executablePath, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, { mode: 0o755 });
    return {
      address,
      command,
      run: (name, ...args) => execFileSync(program, [...before, name, ...args], { stdio: 'pipe' }),
      plug: (isIn) =>
        void ip('-n', bridge, 'link', 'set', port, ...(isIn ? ['master', 'br0'] : ['nomaster'])),
      isolate: (isIsolated) => {
        const state = isIsolated ? 'on' : 'off';
        ip('-n', bridge, 'link', 'set', port, 'type', 'bridge_slave', 'isolated', state);
      },
      openBrowser: async ({ args = [], home = folder, ...options } = {}) => {
        const profile = mkdtempSync(join(folder, 'profile-'));
        const launch = chromiumLaunchOptions();
        const browser = await chromium.launchPersistentContext(profile, {
          locale: 'fr-FR',
          headless: true,
          ...options,
          executablePath,
          args: [...launch.args, ...args],
          env: { ...process.env, HOME: home },
        });
        browsers.push(browser);
        return browser;
      },
    };
  };

  try {
    ip('netns', 'add', bridge);
    ip('-n', bridge, 'link', 'set', 'lo', 'up');
    ip('-n', bridge, 'link', 'add', 'br0', 'type', 'bridge', 'mcast_snooping', '0');
    ip('-n', bridge, 'link', 'set', 'br0', 'up');
    const hosts = Object.entries<string>(addresses).map(
      ([name, address], index) => [name, addHost(address, index)] as const,
    );
    return { hosts: Object.fromEntries(hosts) as Record<Name, Host>, end };
  } catch (error) {
    void end();
    throw error;
  }
};

const ip = (...args: string[]): Buffer => execFileSync('ip', args, { stdio: 'pipe' });

const quietly = (work: () => void): void => {
  try {
    work();
  } catch {
    // It was not there.
  }
};
