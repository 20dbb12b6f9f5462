/**
 * A local network of its own, with no way out: each device a browser in a network namespace, all of them plugged into one switch.
 * It takes root, and `ip` of iproute2.
 */

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { readAppFiles } from '#hub/app-server.ts';
import { headlessLaunchOptions } from '../find-browsers.js';
import { builtApp } from './app-host.ts';

export interface Lan {
  /** Starts a device and opens a page on it; the app comes from nowhere on the network. */
  readonly openDevice: (name: string) => Promise<Page>;
  /** Pulls the cable of a device, or plugs it in. */
  readonly plug: (name: string, isIn: boolean) => void;
  /** The switch hands nothing on between devices that are isolated, as the Wi-Fi of many schools does. */
  readonly isolate: (names: readonly string[], isIsolated: boolean) => void;
  readonly close: () => Promise<void>;
}

const ip = (...words: string[]): string => execFileSync('ip', words, { encoding: 'utf8', stdio: 'pipe' });

/** Where the app is for its pages: what they ask for is answered by the test. */
const origin = 'http://localhost:4999';

/** Throws where this account may not make namespaces. */
export const createLan = (names: readonly string[]): Lan => {
  const prefix = `grappe${String(process.pid)}`;
  const lan = `${prefix}-lan`;
  const made: string[] = [];
  const browsers: Browser[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'grappe-lan-'));
  const port = (name: string): string => `p-${name}`;
  const space = (name: string): string => `${prefix}-${name}`;

  const add = (name: string): void => {
    ip('netns', 'add', name);
    made.push(name);
  };
  const remove = (): void => {
    for (const name of made) ip('netns', 'del', name);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    add(lan);
    ip('-n', lan, 'link', 'add', 'br0', 'type', 'bridge');
    ip('-n', lan, 'link', 'set', 'br0', 'up');
    names.forEach((name, index) => {
      add(space(name));
      ip('-n', space(name), 'link', 'set', 'lo', 'up');
      ip('-n', lan, 'link', 'add', port(name), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space(name));
      ip('-n', lan, 'link', 'set', port(name), 'master', 'br0', 'up');
      ip('-n', space(name), 'link', 'set', 'eth0', 'up');
      ip('-n', space(name), 'addr', 'add', `10.77.0.${String(11 + index)}/24`, 'brd', '+', 'dev', 'eth0');
    });
  } catch (error) {
    remove();
    throw error;
  }

  const launch = async (name: string): Promise<Browser> => {
    const options = headlessLaunchOptions();
    const command = join(folder, `chromium-${name}`);
    const real = options.executablePath ?? chromium.executablePath();
    writeFileSync(command, `#!/bin/sh\nexec ip netns exec ${space(name)} '${real}' "$@"\n`);
    chmodSync(command, 0o755);
    const browser = await chromium.launch({
      ...options,
      executablePath: command,
      args: [...options.args, '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    });
    browsers.push(browser);
    return browser;
  };

  return {
    openDevice: async (name) => {
      const browser = await launch(name);
      const context = await browser.newContext({
        baseURL: origin,
        locale: 'fr-FR',
        viewport: { width: 1024, height: 768 },
        serviceWorkers: 'block',
        // As somebody who pairs has allowed it: browsers then tell pages their addresses.
        permissions: ['camera'],
      });
      await serveApp(context);
      return context.newPage();
    },
    plug: (name, isIn) => void ip('-n', lan, 'link', 'set', port(name), isIn ? 'up' : 'down'),
    isolate: (isolated, isIsolated) => {
      for (const name of isolated) {
        ip(
          '-n',
          lan,
          'link',
          'set',
          port(name),
          'type',
          'bridge_slave',
          'isolated',
          isIsolated ? 'on' : 'off',
        );
      }
    },
    close: async () => {
      await Promise.all(browsers.map((browser) => browser.close()));
      remove();
    },
  };
};

const serveApp = async (context: BrowserContext): Promise<void> => {
  const files = readAppFiles(builtApp);
  if (!files.ok) throw new Error(`No app in ${builtApp}: npm run build`);
  await context.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = files.value.get(pathname === '/' ? '/index.html' : pathname);
    if (file) await route.fulfill({ path: join(builtApp, pathname === '/' ? 'index.html' : pathname) });
    else await route.abort();
  });
};
