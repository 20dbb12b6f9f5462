/**
 * A workshop to begin others from: what was prepared, and nothing of what was said in the room. As a file it is a small
 * JSON that a person can read:
 *
 * | field       | content                                                                       |
 * | ----------- | ----------------------------------------------------------------------------- |
 * | `format`    | `grappe-modele`, the first field, so that a file is known by its first bytes  |
 * | `version`   | 1; a higher one is refused                                                    |
 * | `name`      | what the template is called, and the title that its workshops begin with      |
 * | `method`    | the id of the method                                                          |
 * | `theme`, `themes`, `audiences` | as in the readable JSON (workshop-json.ts); left out where the method’s hold |
 * | `retex`     | RETEX cards: `number`, `scope`, `title`, `summary`, `links`, `theme`          |
 * | `phases`    | in the order they are led: `id`, and where there are any `minutes`, `instruction`, `skipped` |
 *
 * Fields that are not named here are passed over: a later version may add some without raising the number.
 */

import * as v from 'valibot';
import type { Board } from '#board/board.ts';
import { isWebLink, writeRetex } from '#board/commands/retex.ts';
import { instruct, orderPhases, planMinutes, setSkipped } from '#board/commands/session.ts';
import { writeMeta } from '#board/commands/workshop.ts';
import { findThing, retexOf, transact, type BoardDoc, type RetexId } from '#board/document.ts';
import type { Method, MethodId, PhaseId, Theme } from '#board/method.ts';
import { methods } from '#board/methods.ts';
import { makeRoom } from '#board/order.ts';
import { chooseField } from '#board/register.ts';
import { liveRetex } from '#board/select.ts';
import { instructionLimit, isMinutes, ledPhases } from '#board/session.ts';
import { cleanLine, cleanText, linkCountLimit, retexTextLimit, titleLimit } from '#board/text.ts';
import { createId, isId, type RandomBytes } from '#core/ids.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { JsonError, JsonFault } from './workshop-json.ts';

export interface TemplateCard {
  readonly number: number;
  readonly scope: string;
  readonly title: string;
  readonly summary: string;
  readonly links: readonly string[];
  readonly theme?: number;
}

export interface Template {
  readonly name: string;
  readonly method: MethodId;
  readonly theme?: number;
  /** Left out: those of the method. */
  readonly themes?: readonly Theme[];
  readonly audiences?: readonly string[];
  readonly retex: readonly TemplateCard[];
  /** In the order they are led; left out where nothing was said of how the room is led. */
  readonly phases?: readonly TemplatePhase[];
}

export interface TemplatePhase {
  readonly id: string;
  readonly minutes?: number;
  readonly instruction?: string;
  readonly skipped?: boolean;
}

export type TemplateError =
  JsonError | { readonly type: 'BundleNewer'; readonly version: number; readonly known: number };

const format = 'grappe-modele';
const templateVersion = 1;

/** Largest file, in UTF-16 code units: a hundred cards, each with its page of text and its links. */
export const templateSizeLimit = 1_000_000;
const listLimit = 100;

/** Takes what was prepared of a workshop; texts are cleaned and cut to what a field holds, for files may have brought longer ones. */
export const makeTemplate = (board: Board, method: Method, name: string): Template => {
  const { theme, themes, audiences } = board.meta;
  const line = (text: string): string => cut(cleanLine(text), titleLimit);
  return {
    name: line(name),
    method: method.id,
    ...(theme.value !== null && theme.value <= numberLimit && { theme: theme.value }),
    ...(themes.value && {
      themes: themes.value
        .filter(({ number }) => number <= numberLimit)
        .slice(0, listLimit)
        .map(({ number, title }) => ({ number, title: line(title) })),
    }),
    ...(audiences.value && { audiences: audiences.value.slice(0, listLimit).map(line) }),
    retex: liveRetex(board)
      .slice(0, listLimit)
      .map((card) => ({
        number: Math.min(card.number.value, numberLimit),
        scope: line(card.scope.value),
        title: line(card.title.value),
        summary: cut(cleanText(card.text), retexTextLimit),
        links: card.links.value.filter(isWebLink).slice(0, linkCountLimit),
        ...(card.theme.value !== null && card.theme.value <= numberLimit && { theme: card.theme.value }),
      })),
    ...takePhases(board, method),
  };
};

const takePhases = ({ session }: Board, method: Method): Pick<Template, 'phases'> => {
  const { order, minutes, instructions } = session;
  const phases = ledPhases(method, session).map(({ phase: { id }, skipped }): TemplatePhase => {
    const instruction = cut(cleanText(instructions[id]?.value ?? ''), instructionLimit);
    return {
      id,
      ...(minutes[id] !== undefined && { minutes: minutes[id] }),
      ...(instruction !== '' && { instruction }),
      ...(skipped && { skipped }),
    };
  });
  const isPlain = order.length === 0 && phases.every((phase) => Object.keys(phase).length === 1);
  return isPlain ? {} : { phases };
};

/** The file's text. */
export const templateText = (template: Template): string =>
  `${JSON.stringify({ format, version: templateVersion, ...template }, null, 2)}\n`;

/** Puts what a template holds onto a board that was started just now with its method. */
export const fillFromTemplate = (board: BoardDoc, template: Template, random?: RandomBytes): void => {
  const { theme, themes, audiences, retex, phases } = template;
  const { keys } = makeRoom([], 0, retex.length);
  transact(board, () => {
    writeMeta(board, {
      ...(theme !== undefined && { theme }),
      ...(themes && { themes }),
      ...(audiences && { audiences }),
    });
    retex.forEach(({ theme: own, summary, ...card }, i) => {
      const id = createId<RetexId>(random);
      writeRetex(board, id, { ...card, text: summary }, keys[i]);
      const written = findThing(retexOf(board), id);
      if (own !== undefined && written) chooseField(board, written, 'theme', own);
    });
    if (phases) planPhases(board, phases);
  });
};

const planPhases = (board: BoardDoc, phases: readonly TemplatePhase[]): void => {
  orderPhases(
    board,
    phases.map(({ id }) => id as PhaseId),
  );
  for (const { id, minutes, instruction, skipped } of phases) {
    if (minutes !== undefined) planMinutes(board, id as PhaseId, minutes);
    if (instruction !== undefined) instruct(board, id as PhaseId, instruction);
    if (skipped) setSkipped(board, id as PhaseId, true);
  }
};

/** Tells a template from a workshop by the first characters of the file. */
export const startsLikeTemplate = (start: string): boolean =>
  /^\ufeff?\s*\{\s*"format"\s*:\s*"grappe-modele"/.test(start);

/**
 * Reads the text of a file.
 * Errors: `JsonTooLarge`; `NotJson`; `BundleNewer`; `JsonWrong` with the first place that is not as it should be.
 */
export const readTemplate = (file: string): Result<Template, TemplateError> => {
  if (file.length > templateSizeLimit) {
    return err({ type: 'JsonTooLarge', size: file.length, limit: templateSizeLimit });
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(file.replace(/^\ufeff/, ''));
  } catch {
    return err({ type: 'NotJson', line: null });
  }
  return checkTemplate(parsed);
};

/** Checks what a file or this device's storage holds. */
export const checkTemplate = (found: unknown): Result<Template, TemplateError> => {
  const head = v.safeParse(headShape, found);
  if (head.success && head.output.version > templateVersion) {
    return err({ type: 'BundleNewer', version: head.output.version, known: templateVersion });
  }
  const read = v.safeParse(templateShape, found, { abortEarly: true });
  if (read.success) {
    const { name, method, theme, themes, audiences, retex, phases } = read.output;
    return ok({
      name,
      method: method as MethodId,
      ...(theme !== undefined && { theme }),
      ...(themes && { themes }),
      ...(audiences && { audiences }),
      retex,
      ...(phases && { phases }),
    });
  }
  const [issue] = read.issues;
  const path = (issue.path ?? []).map((item) => `/${String(item.key)}`).join('');
  const missing = issue.type === 'object' && issue.expected?.startsWith('"') === true;
  return err({ type: 'JsonWrong', path, expected: missing ? 'missing' : (issue.message as JsonFault) });
};

/** Highest number of a card or theme. */
const numberLimit = 9_999;

const count = v.pipe(
  v.number('number'),
  v.integer('number'),
  v.minValue(0, 'number'),
  v.maxValue(numberLimit, 'number'),
);
// Longer than it may be once it is cleaned, so that nothing huge is cleaned.
const text = v.pipe(v.string('text'), v.maxLength(2 * retexTextLimit, 'shorter'));
const line = v.pipe(text, v.transform(cleanLine), v.maxLength(titleLimit, 'shorter'));
const list = <Item extends v.GenericSchema>(item: Item, limit = listLimit) =>
  v.pipe(v.array(item, 'list'), v.maxLength(limit, 'fewer'));
/** Of themes with one number the first. */
const distinct = (themes: Theme[]): Theme[] =>
  themes.filter(({ number }, i) => themes.findIndex((other) => other.number === number) === i);

const headShape = v.object({ format: v.literal(format), version: v.number() });

const templateShape = v.object(
  {
    format: v.literal(format, 'text'),
    version: v.literal(templateVersion, 'number'),
    name: line,
    method: v.pipe(
      text,
      v.check((id) => methods.some((method) => method.id === id), 'knownMethod'),
    ),
    theme: v.exactOptional(count),
    themes: v.exactOptional(
      v.pipe(list(v.object({ number: count, title: line }, 'object')), v.transform(distinct)),
    ),
    audiences: v.exactOptional(list(line)),
    retex: v.optional(
      list(
        v.object(
          {
            number: count,
            scope: v.optional(line, ''),
            title: v.optional(line, ''),
            summary: v.optional(
              v.pipe(text, v.transform(cleanText), v.maxLength(retexTextLimit, 'shorter')),
              '',
            ),
            links: v.optional(
              list(v.pipe(text, v.transform(cleanLine), v.check(isWebLink, 'link')), linkCountLimit),
              [],
            ),
            theme: v.exactOptional(count),
          },
          'object',
        ),
      ),
      [],
    ),
    phases: v.exactOptional(
      list(
        v.object(
          {
            id: v.pipe(
              text,
              v.check((id) => isId(id), 'text'),
            ),
            minutes: v.exactOptional(
              v.pipe(
                v.number('number'),
                v.check((minutes) => isMinutes(minutes), 'number'),
              ),
            ),
            instruction: v.exactOptional(
              v.pipe(text, v.transform(cleanText), v.maxLength(instructionLimit, 'shorter')),
            ),
            skipped: v.exactOptional(v.boolean('truth')),
          },
          'object',
        ),
      ),
    ),
  },
  'object',
);

const cut = (text: string, limit: number): string =>
  text.length <= limit ? text : text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
