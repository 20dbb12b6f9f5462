/**
 * What of WebDriver the tests need to lead a window of WebKitGTK: a few commands, as JSON over HTTP.
 * Source: W3C WebDriver 2 (https://www.w3.org/TR/webdriver2/), with the options that WebKitWebDriver adds.
 */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findWebKit } from '../find-browsers.js';
import { withDescendants } from '../support/processes.ts';

/** How long to wait for what a page does: a limit for what hangs, not a measure. */
const patienceMs = 30_000;
/** The key under which WebDriver gives an element. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

export interface Screen {
  readonly display: string;
  readonly stop: () => Promise<void>;
}

/** A screen that nobody sees, for the windows. */
export const startScreen = async (): Promise<Screen> => {
  // It looks for a free number by itself, and tells it once it can be drawn on.
  const server = spawn(
    findWebKit()!.xvfb,
    ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const [number] = (await once(server.stdio[3]!, 'data')) as [Buffer];
  return { display: `:${number.toString().trim()}`, stop: () => end(server) };
};

export interface Window {
  readonly open: (url: string) => Promise<void>;
  /** Runs a function in the page. */
  readonly run: <T>(work: () => T) => Promise<Awaited<T>>;
  /** Elements for a selector that the engine itself calls by this role and name. */
  readonly find: (selector: string, role: string, name: string | RegExp) => Promise<readonly string[]>;
  readonly click: (element: string) => Promise<void>;
  /** Types into an element, or chooses files by their paths. */
  readonly type: (element: string, keys: string) => Promise<void>;
  readonly textOf: (element: string) => Promise<string>;
  readonly elements: (selector: string) => Promise<readonly string[]>;
  /** PNG. */
  readonly picture: () => Promise<Buffer>;
  /** Ends every process of the browser at once: no goodbye, no last write. */
  readonly kill: () => Promise<void>;
}

/** Opens a window on a profile; what it downloads goes to a folder. */
export const openWindow = async (screen: Screen, profile: string, downloads: string): Promise<Window> => {
  const port = await freePort();
  const driver = spawn(findWebKit()!.driver, ['--host=127.0.0.1', `--port=${String(port)}`], {
    env: { ...process.env, DISPLAY: screen.display, LIBGL_ALWAYS_SOFTWARE: '1', NO_AT_BRIDGE: '1' },
    stdio: 'ignore',
  });
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  await until(() => call('GET', '/status'));
  const browser = {
    binary: findWebKit()!.gjs,
    args: ['-m', join(import.meta.dirname, 'browser.js'), profile, downloads],
  };
  const { sessionId } = (await call('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': browser } },
  })) as { sessionId: string };
  const session = `/session/${sessionId}`;
  const run = (script: string, args: readonly unknown[] = []): Promise<unknown> =>
    call('POST', `${session}/execute/sync`, { script, args });
  const elements = async (selector: string): Promise<readonly string[]> => {
    const found = await call('POST', `${session}/elements`, { using: 'css selector', value: selector });
    return (found as Record<string, string>[]).map((element) => element[elementKey]!);
  };
  const ask = (element: string, what: string): Promise<unknown> =>
    call('GET', `${session}/element/${element}/${what}`);

  return {
    open: async (url) => void (await call('POST', `${session}/url`, { url })),
    run: <T>(work: () => T) => run(`return (${work.toString()})()`) as Promise<Awaited<T>>,
    elements,
    find: async (selector, role, name) => {
      const found: string[] = [];
      for (const element of await elements(selector)) {
        // What is hidden, or gone meanwhile, has neither.
        const is = await ask(element, 'computedrole').catch(() => undefined);
        if (is !== role) continue;
        // Spaces that don’t break are spaces here, as they are in people’s ears.
        const label = String(await ask(element, 'computedlabel').catch(() => '')).replace(/\s+/g, ' ');
        if (typeof name === 'string' ? label === name : name.test(label)) found.push(element);
      }
      return found;
    },
    click: async (element) => {
      // What glides would be clicked beside: it comes to rest first.
      const placeOf = async (): Promise<string> => JSON.stringify(await ask(element, 'rect'));
      let now = await placeOf();
      for (let before = ''; before !== now; now = await placeOf()) {
        before = now;
        await sleep(50);
      }
      await call('POST', `${session}/element/${element}/click`, {});
    },
    type: async (element, text) => void (await call('POST', `${session}/element/${element}/value`, { text })),
    textOf: async (element) => (await ask(element, 'text')) as string,
    picture: async () => Buffer.from((await call('GET', `${session}/screenshot`)) as string, 'base64'),
    kill: async () => {
      // WebKit has a process for the window, one for the network and all storage, and one for each page.
      const browser = withDescendants(({ parent }) => parent === driver.pid);
      for (const pid of browser) process.kill(pid, 'SIGKILL');
      await end(driver);
    },
  };
};

/** Tries again and again until something throws no more, and is there. */
export const until = async <T>(work: () => Promise<T | undefined>): Promise<T> => {
  for (const end = Date.now() + patienceMs; ; await sleep(50)) {
    try {
      const found = await work();
      if (found !== undefined) return found;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    if (Date.now() > end) throw new Error(`waited ${String(patienceMs / 1000)} s in vain`);
  }
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
};
