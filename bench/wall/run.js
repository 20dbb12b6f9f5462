/** `npm run bench:wall`: Grappe's wall beside tldraw and Excalidraw, the same notes and the same script in each. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumLaunchOptions } from '../../tests/find-browsers.js';
import { viewport } from './app.js';
import { drawChart } from './chart.js';
import { allCrowds, fullCrowd, missedGoals, slowedCrowd } from './goals.js';
import { startGrappe } from './grappe.js';
import { installInstruments } from './in-page.js';
import { startPeers } from './peers.js';
import { machineOf, pageOf, tableOf } from './report.js';
import { changeAndGo, leaveAtRest, playAll, playChanged, playCrowd, playSlowed, quantile } from './script.js';

/** @typedef {import('./app.js').App} App */
/** @typedef {import('./app.js').AppName} AppName */
/** @typedef {import('playwright').Page} Page */

const root = join(import.meta.dirname, '../..');

const main = async () => {
  const isQuick = process.argv.includes('--quick');
  const rounds = isQuick ? 1 : 3;
  const { peers, stop: stopPeers } = await startPeers();
  const { grappe, stop: stopGrappe } = await startGrappe();
  const apps = [grappe, ...peers];
  try {
    const { samples, version } = await play(apps, rounds);
    /** @type {import('./report.js').Findings} */
    const findings = {
      reached: (id) => medians(samples, id),
      versions: /** @type {Record<AppName, string>} */ (
        Object.fromEntries(apps.map(({ name, version }) => [name, version]))
      ),
      chromium: version,
      rounds,
    };
    // A single round is for a look, not for the record.
    const folder = join(root, isQuick ? '.reports/bench-wall' : 'docs/benchmarks');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'wall.svg'), drawChart(findings));
    writeFileSync(join(folder, 'wall.md'), pageOf(findings, new Date().toISOString().slice(0, 10)));
    const missed = missedGoals(findings.reached);
    console.log(`\n${machineOf(findings).join('\n')}\n\n${tableOf(findings)}\n`);
    for (const { name, goal } of missed) console.log(`MISSED: ${name}: ${goal?.words ?? ''}`);
    console.log(missed.length === 0 ? 'every goal is met' : `${String(missed.length)} goals missed`);
    process.exitCode = missed.length === 0 ? 0 : 1;
  } finally {
    await stopPeers();
    await stopGrappe();
  }
};

/**
 * Lets all apps play all scenes, in turn, so that what else the machine does falls on each of them.
 * @param {App[]} apps
 * @param {number} rounds
 */
const play = async (apps, rounds) => {
  const profiles = mkdtempSync(join(tmpdir(), 'grappe-bench-wall-'));
  const profileOf = (/** @type {App} */ { name }) => join(profiles, name);
  /** @type {Map<AppName, import('./script.js').Sample[]>} */
  const samples = new Map(apps.map(({ name }) => [name, []]));
  let version = '?';
  try {
    /** @type {Set<string>} */
    const refused = new Set();
    for (const app of apps) {
      for (const count of allCrowds) {
        console.error(`${app.name}: ${String(count)} notes are put in…`);
        const taken = await visit(profileOf(app), async (page) => {
          version = page.context().browser()?.version() ?? version;
          await page.goto(app.url(count));
          return app.seed(page, count);
        });
        if (!taken) refused.add(`${app.name}/${String(count)}`);
        else if (count === fullCrowd) await visit(profileOf(app), (page) => leaveAtRest(page, app, count));
      }
    }
    for (let round = 1; round <= rounds; round += 1) {
      for (const count of allCrowds) {
        for (const app of apps.filter(({ name }) => !refused.has(`${name}/${String(count)}`))) {
          console.error(`round ${String(round)}, ${app.name}: ${String(count)} notes…`);
          const scene = count === slowedCrowd ? playSlowed : count === fullCrowd ? playAll : playCrowd;
          const sample = await visit(profileOf(app), (page) => scene(page, app, count));
          samples.get(app.name)?.push(sample);
          if (count !== fullCrowd) continue;
          await visit(profileOf(app), (page) => changeAndGo(page, app, count));
          Object.assign(sample, await visit(profileOf(app), (page) => playChanged(page, app, count)));
          await visit(profileOf(app), (page) => leaveAtRest(page, app, count));
        }
      }
    }
  } finally {
    rmSync(profiles, { recursive: true, force: true, maxRetries: 5 });
  }
  return { samples, version };
};

/**
 * Works in a browser of its own, which finds what the app has kept in the profile: nothing of the memory of an earlier visit.
 * @template T
 * @param {string} profile
 * @param {(page: Page) => Promise<T>} work
 * @returns {Promise<T>}
 */
const visit = async (profile, work) => {
  const options = chromiumLaunchOptions();
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    // Whoever asked for something of the network would get nothing.
    args: [...options.args, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    viewport,
    deviceScaleFactor: 1,
    locale: 'fr-FR',
    colorScheme: 'light',
  });
  try {
    await context.addInitScript(installInstruments);
    return await work(context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
  }
};

/**
 * @param {ReadonlyMap<AppName, readonly import('./script.js').Sample[]>} samples
 * @param {string} id
 * @returns {import('./goals.js').Figures}
 */
const medians = (samples, id) => {
  /** @type {import('./goals.js').Figures} */
  const found = {};
  for (const [name, own] of samples) {
    const values = own.map((sample) => sample[id]).filter((value) => value !== undefined);
    if (values.length > 0) found[name] = quantile(values, 0.5);
  }
  return found;
};

await main();
