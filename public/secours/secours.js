/**
 * The rescue page: shows what this browser holds of Grappe and makes a file of it. It shares nothing with the app, so
 * that it works when the app does not.
 */

import { fields, listDatabases, look, readRows, reasonOf, timeout } from './databases.js';
import { toRawJson } from './raw-json.js';
import { firstLocale, keepLocale, words } from './words.js';

/** @import { Place, Row } from './databases.js' */

const ledgerName = 'grappe';
const copyPrefix = 'grappe-board-';

/**
 * @typedef {object} Workshop
 * @property {string} id
 * @property {string} title
 * @property {number} changedAt Milliseconds since 1970; 0 where nothing tells.
 * @property {number} bytes
 * @property {number} journal
 * @property {number} points
 * @property {number} copy
 * @property {number} quarantined
 * @property {number} unread
 *
 * @typedef {{ where: string, reason: string } | { where: string, unread: number }} Problem
 *
 * @typedef {object} Survey
 * @property {Workshop[]} workshops
 * @property {string[]} ours Names of the databases that are Grappe's.
 * @property {string[]} others
 * @property {Problem[]} problems
 * @property {boolean} isComplete Whether the browser tells which databases there are.
 */

const start = async () => {
  byId('language').addEventListener('click', switchLanguage);
  query('#everything button').addEventListener('click', () => void exportData());
  showWords();
  if (typeof indexedDB === 'undefined') {
    tell(paragraph('noStorage', say().noStorage));
    return;
  }
  try {
    survey = await takeSurvey();
    tell();
    showSurvey(survey);
  } catch (error) {
    tell(paragraph('bad', reasonOf(error)));
  }
};

let locale = firstLocale();
/** @type {Survey | undefined} */
let survey;
let isBusy = false;

const say = () => words[locale];

/** @returns {Promise<Survey>} */
const takeSurvey = async () => {
  const { names, isComplete } = await listDatabases();
  /** @type {Survey} */
  const found = { workshops: [], ours: [], others: [], problems: [], isComplete };
  /** @type {Map<string, Workshop>} */
  const workshops = new Map();
  for (const name of names) {
    if (!isOurs(name)) {
      found.others.push(name);
      continue;
    }
    const place = await look(name);
    if (place === undefined) continue;
    found.ours.push(name);
    if (place.error !== undefined) found.problems.push({ where: name, reason: place.error });
    // Even one that can't be read says that there is a workshop.
    if (name.startsWith(copyPrefix)) workshopOf(workshops, name.slice(copyPrefix.length));
    for (const store of place.stores) {
      let unread = 0;
      try {
        for await (const row of readRows(name, store)) {
          if ('error' in row) unread += 1;
          count(workshops, name, store, row);
        }
      } catch (error) {
        found.problems.push({ where: `${name} / ${store}`, reason: reasonOf(error) });
      }
      if (unread > 0) found.problems.push({ where: `${name} / ${store}`, unread });
    }
  }
  found.workshops = [...workshops.values()].sort((a, b) => b.changedAt - a.changedAt);
  return found;
};

/** A static host may hold other applications at the same address: theirs is none of our business. */
const isOurs = (/** @type {string} */ name) => name === ledgerName || name.startsWith(`${ledgerName}-`);

/**
 * @param {Map<string, Workshop>} workshops
 * @param {string} id
 * @returns {Workshop}
 */
const workshopOf = (workshops, id) => {
  const known = workshops.get(id);
  if (known !== undefined) return known;
  const workshop = {
    id,
    title: '',
    changedAt: 0,
    bytes: 0,
    journal: 0,
    points: 0,
    copy: 0,
    quarantined: 0,
    unread: 0,
  };
  workshops.set(id, workshop);
  return workshop;
};

/**
 * @param {Map<string, Workshop>} workshops
 * @param {string} name
 * @param {string} store
 * @param {Row} row
 */
const count = (workshops, name, store, row) => {
  if (name !== ledgerName && !name.startsWith(copyPrefix)) return;
  const value = 'value' in row ? row.value : undefined;
  if (name !== ledgerName) {
    const workshop = workshopOf(workshops, name.slice(copyPrefix.length));
    if (store === 'updates') workshop.copy += 1;
    if ('error' in row) workshop.unread += 1;
    workshop.bytes += sizeOf(value);
    return;
  }
  const { id, boardId, summary, changedAt, at, bytes } = fields(value);
  const owner = store === 'boards' ? id : boardId;
  if (typeof owner !== 'string' || owner === '') return;
  const workshop = workshopOf(workshops, owner);
  const when = store === 'boards' ? changedAt : store === 'quarantine' ? 0 : at;
  if (typeof when === 'number') workshop.changedAt = Math.max(workshop.changedAt, when);
  workshop.bytes += sizeOf(bytes);
  if (store === 'boards') {
    const { title } = fields(summary);
    if (typeof title === 'string') workshop.title = title.trim();
  }
  if (store === 'journal') workshop.journal += 1;
  if (store === 'restorePoints') workshop.points += 1;
  if (store === 'quarantine') workshop.quarantined += 1;
};

const sizeOf = (/** @type {unknown} */ value) =>
  ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? value.byteLength : 0;

/**
 * Makes the file, of one workshop or of everything, and hands it to the person.
 * @param {string} [id]
 */
const exportData = async (id) => {
  if (isBusy || survey === undefined) return;
  setBusy(true);
  tell(paragraph('', say().making));
  try {
    const names =
      id === undefined
        ? survey.ours
        : survey.ours.filter((name) => name === ledgerName || name === copyPrefix + id);
    const { file, rows, isWhole } = await makeFile(names, id);
    const name = `grappe-secours-${today()}.json`;
    const link = document.createElement('a');
    // Kept as long as the page: a slow device may take its time, and the link stays for a second try.
    link.href = URL.createObjectURL(file);
    link.download = name;
    link.className = 'button';
    link.textContent = say().saveAgain;
    tell(
      paragraph('done', say().made(name, rows, formatBytes(file.size))),
      ...(isWhole ? [] : [paragraph('bad', say().notAll)]),
      link,
    );
    link.click();
  } catch (error) {
    tell(paragraph('bad', say().makingFailed(reasonOf(error))));
  }
  setBusy(false);
  byId('told').scrollIntoView({ block: 'nearest' });
};

/**
 * Writes docs/format.md, « grappe-secours », piece by piece: a browser keeps the pieces of a Blob on the disk when
 * they are many.
 * @param {readonly string[]} names
 * @param {string | undefined} id
 */
const makeFile = async (names, id) => {
  /** @type {Blob[]} */
  const pieces = [];
  let text = '';
  let rows = 0;
  let isWhole = true;
  const write = (/** @type {string} */ more) => {
    text += more;
    if (text.length < 1_000_000) return;
    pieces.push(new Blob([text]));
    text = '';
  };
  const writeError = (/** @type {unknown} */ error) => {
    isWhole = false;
    write(`,\n"error": ${JSON.stringify(reasonOf(error))}`);
  };
  const head = {
    format: 'grappe-secours',
    version: 1,
    created: new Date().toISOString(),
    origin: location.origin,
  };
  write(`${JSON.stringify(head, null, 1).slice(0, -2)},\n "databases": [`);
  let isFirst = true;
  for (const name of names) {
    const place = await look(name);
    if (place === undefined) continue;
    write(
      `${isFirst ? '' : ','}\n{"name": ${JSON.stringify(name)}, "version": ${String(place.version ?? null)}, "stores": [`,
    );
    isFirst = false;
    for (const [index, store] of place.stores.entries()) {
      write(`${index === 0 ? '' : ','}\n{"name": ${JSON.stringify(store)}, "rows": [`);
      let comma = '';
      /** @type {unknown} */
      let broken;
      try {
        for await (const row of readRows(name, store)) {
          if (id !== undefined && name === ledgerName && !belongsTo(row, id)) continue;
          write(`${comma}\n${JSON.stringify(await rowToJson(row))}`);
          comma = ',';
          rows += 1;
          if ('error' in row) isWhole = false;
        }
      } catch (error) {
        broken = error;
      }
      write(']');
      if (broken !== undefined) writeError(broken);
      write('}');
    }
    write(']');
    if (place.error !== undefined) writeError(place.error);
    write('}');
  }
  write(']\n}\n');
  return { file: new Blob([...pieces, text], { type: 'application/json' }), rows, isWhole };
};

/** @param {Row} row */
const rowToJson = async (row) => {
  const key = await toRawJson(row.key);
  return 'error' in row ? { key, error: row.error } : { key, value: await toRawJson(row.value) };
};

/**
 * Whether a row of the ledger is a workshop's, in whichever table; a row that can't be read may be.
 * @param {Row} row
 * @param {string} id
 */
const belongsTo = (row, id) => {
  if ('error' in row) return true;
  const value = fields(row.value);
  return [value.id, value.boardId, value.scope].includes(id);
};

const showWords = () => {
  document.documentElement.lang = locale;
  document.title = `${say().title} · Grappe`;
  const other = locale === 'fr' ? 'en' : 'fr';
  byId('language').textContent = other === 'fr' ? 'Français' : 'English';
  byId('language').lang = other;
  for (const element of document.querySelectorAll('[data-word]')) {
    const word = say()[/** @type {keyof ReturnType<typeof say>} */ (element.getAttribute('data-word'))];
    if (typeof word === 'string') element.textContent = word;
  }
};

const switchLanguage = () => {
  locale = locale === 'fr' ? 'en' : 'fr';
  keepLocale(locale);
  showWords();
  if (survey === undefined || isBusy) return;
  tell();
  showSurvey(survey);
};

const showSurvey = (/** @type {Survey} */ { workshops, ours, others, problems, isComplete }) => {
  byId('everything').hidden = ours.length === 0;
  byId('next').hidden = ours.length === 0;
  if (ours.length === 0) tell(paragraph('', say().nothing), paragraph('', say().nothingHint));
  fill('workshops', workshops.map(workshopItem));
  fill('problems', [...problems.map(problemItem), ...(isComplete ? [] : [item(say().noList)])]);
  fill(
    'others',
    others.map((name) => {
      const code = document.createElement('code');
      code.textContent = name;
      return item(code);
    }),
  );
};

const workshopItem = (/** @type {Workshop} */ workshop) => {
  const { id, title, changedAt, bytes, journal, points, copy, quarantined, unread } = workshop;
  const name = element('p', 'name', title || id);
  name.dir = 'auto';
  const facts = element('p', 'facts');
  const word = say();
  facts.append(
    ...[
      ...(changedAt > 0 ? [word.changed(formatTime(changedAt))] : []),
      formatBytes(bytes),
      word.journal(journal),
      word.copy(copy),
      word.points(points),
    ].map((fact) => element('span', '', fact)),
    ...(quarantined > 0 ? [element('span', '', word.quarantined(quarantined))] : []),
    ...(unread > 0 ? [element('span', 'bad', word.unreadRows(unread))] : []),
  );
  const text = element('div', 'text');
  text.append(name, facts);
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = word.exportOne;
  button.setAttribute('aria-label', word.exportNamed(title || id));
  button.addEventListener('click', () => void exportData(id));
  const line = item(text, button);
  line.className = 'workshop';
  return line;
};

const problemItem = (/** @type {Problem} */ problem) => {
  const code = document.createElement('code');
  code.textContent = problem.where;
  if ('unread' in problem) return item(code, ` · ${say().unreadRows(problem.unread)}`);
  return item(code, ` ${problem.reason === timeout ? say().silent : say().unreadable(problem.reason)}`);
};

/**
 * @param {string} id
 * @param {readonly HTMLElement[]} items
 */
const fill = (id, items) => {
  byId(id).hidden = items.length === 0;
  query(`#${id} ul`).replaceChildren(...items);
};

/** Says, where screen readers hear it too, what is being done and what came of it. */
const tell = (/** @type {HTMLElement[]} */ ...elements) => byId('told').replaceChildren(...elements);

const setBusy = (/** @type {boolean} */ busy) => {
  isBusy = busy;
  for (const button of document.querySelectorAll('#everything button, .workshop button')) {
    button.setAttribute('aria-disabled', String(busy));
  }
};

const paragraph = (/** @type {string} */ name, /** @type {string} */ text) => element('p', name, text);

const item = (/** @type {(Node | string)[]} */ ...content) => {
  const line = document.createElement('li');
  line.append(...content);
  return line;
};

/**
 * @param {string} tag
 * @param {string} name
 * @param {string} [text]
 */
const element = (tag, name, text = '') => {
  const made = document.createElement(tag);
  if (name !== '') made.className = name;
  made.textContent = text;
  return made;
};

const byId = (/** @type {string} */ id) => query(`#${id}`);

/**
 * @param {string} selector
 * @returns {HTMLElement}
 */
const query = (selector) => {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`No ${selector}`);
  return found;
};

const formatTime = (/** @type {number} */ at) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);

/** « 12,3 ko » */
const formatBytes = (/** @type {number} */ bytes) => {
  const [unit, size] = bytes < 1e6 ? ['kilobyte', 1e3] : ['megabyte', 1e6];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
    bytes / size,
  );
};

/** The day on this device's own clock: 2026-11-24. */
const today = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
};

void start();
