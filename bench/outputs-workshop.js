/** A large workshop in the readable JSON, the same each time: the seed's cells, told anew with numbers. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {Record<string, string[]>} Row */

const seed = /** @type {{ diagnostic: Row[], projections: Row[], actionPlan: Row[] }} */ (
  JSON.parse(readFileSync(join(import.meta.dirname, '../tests/fixtures/egn-theme-1.json'), 'utf8'))
);

/**
 * @param {number} count Notes, heads of rows among them.
 * @returns {object}
 */
export const workshopOf = (count) => {
  let left = count;
  /** @param {string} text */
  const told = (text) => `${text} (${count - left--})`;
  /** @param {string[]} texts */
  const some = (texts) => texts.slice(0, Math.max(0, left)).map(told);
  /** @type {object[]} */
  const diagnostic = seed.diagnostic.map(({ irritants = [], strengths = [] }, i) => ({
    retex: i + 1,
    irritants: some([...irritants, ...irritants, ...irritants]),
    strengths: some([...strengths, ...strengths, ...strengths]),
  }));
  const projections = [];
  const actionPlan = [];
  const details = [];
  for (let row = 0; left > 30; row += 1) {
    const from = seed.projections[row % seed.projections.length] ?? {};
    const plan = seed.actionPlan[row % seed.actionPlan.length] ?? {};
    projections.push({
      irritant: told(String(from['irritant'])),
      needs: some(from['needs'] ?? []),
      levers: some(from['levers'] ?? []),
    });
    const cells = ['axes', 'actions', 'actors', 'timing', 'indicators'];
    actionPlan.push(Object.fromEntries(cells.map((cell) => [cell, some(plan[cell] ?? [])])));
    details.push(
      { at: `/projections/${row}/irritant`, from: [`/diagnostic/0/irritants/${row % 9}`] },
      { at: `/actionPlan/${row}/axes/0`, from: [`/projections/${row}/levers/0`] },
    );
  }
  diagnostic.push({
    retex: null,
    irritants: Array.from({ length: left }, () => told('Autre')),
    strengths: [],
  });
  return {
    title: 'Un très grand atelier',
    theme: 1,
    retex: [1, 2].map((number) => ({ number, title: `Expérience ${number}` })),
    diagnostic,
    projections,
    actionPlan,
    details,
  };
};
