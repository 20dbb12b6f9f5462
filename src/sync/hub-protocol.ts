/**
 * What a hub and its clients agree on, besides Yjs and Hocuspocus: names, limits, and the small messages that Hocuspocus
 * carries as "stateless". Neither side believes the other: each reads with the functions below.
 *
 * A board is one Hocuspocus document, named by the board's id: a `Y.Doc` whose array `entries` holds sealed entries
 * (`sealed-entry.ts`). What is in them, the hub cannot tell.
 *
 * | path                                       | what                                                                         |
 * | ------------------------------------------ | ---------------------------------------------------------------------------- |
 * | `GET /hub`                                 | `HubInfo` as JSON, for any origin; how a page finds out that there is a hub    |
 * | `WebSocket /hub`                           | Hocuspocus; its token is `BoardKeys.token`; `?board=` may say for which, for a proxy |
 * | `GET /hub/<board>/attachments/<name>`      | a sealed attachment; 404 where it is not                                       |
 * | `HEAD …`                                   | whether it is there                                                           |
 * | `PUT …`                                    | keeps it: 201, or 200 where it was there; `Content-Range` goes on from an offset |
 * | `GET /hub/codes/<address>`                 | a sealed invitation (`join-code.ts`); 404, or 429 once too many found nothing |
 * | `PUT /hub/<board>/codes/<address>?seconds=` | keeps one for so long: 201; 409 where another board has one                   |
 * | `DELETE …`                                 | takes it away: 200                                                             |
 *
 * Requests about a board carry `Authorization: Bearer <token>`. A name or address is 43 characters of base64url that tell nothing.
 * While an attachment is on its way in parts, `HEAD` answers 404 with `Upload-Offset: <bytes kept so far>`; a part that
 * does not begin there is refused with 409 and the same header.
 */

import * as v from 'valibot';
import { err, ok, type Result } from '#core/result.ts';

export const hubProtocol = 1;
export const hubPath = '/hub';
/** The name of the array of the outer document. */
export const entriesName = 'entries';

export const hubLimits = {
  /** Bytes of one WebSocket message: a sealed board of 5,000 notes is 400 KB. */
  messageBytes: 8_000_000,
  /** Bytes of one board on the hub, entries and their history. */
  boardBytes: 64_000_000,
  /** Entries a board may have: clients make one of them long before. */
  entries: 20_000,
  /** Devices and tabs that are connected to one board. */
  connections: 1_000,
  /** Messages one connection may send in ten seconds, presence included. */
  messagesPerTenSeconds: 600,
  /** Bytes of a sealed attachment, and of all of a board. */
  attachmentBytes: 400_000,
  attachmentsBytes: 200_000_000,
  /** Bytes of a sealed invitation: an honest one has 900 at most. */
  codeBytes: 2_000,
  /** How long a code leads somewhere: an afternoon, and the evening before it. */
  codeSeconds: 12 * 3_600,
  /** Codes of one board, of which each device makes its own; then the oldest goes. */
  codesPerBoard: 20,
  codes: 5_000,
  /** Look-ups of all devices together that find nothing: a room that mistypes, and no machine that guesses. */
  failedLookUpsPerMinute: 600,
} as const;

export interface HubInfo {
  readonly grappe: 'hub';
  readonly protocol: number;
  /** Addresses at which the room reaches this hub, likeliest first, as in `http://192.168.1.20:4173`. */
  readonly addresses: readonly string[];
  /** Whether boards that it does not know are taken. */
  readonly takesNewBoards: boolean;
  /** What codes to type are stretched with at this hub; older hubs have neither. */
  readonly codeSalt?: string | undefined;
}

/** Why a hub does not let somebody in, or no further; the words of Hocuspocus’ "permission denied" and close reasons. */
export const hubRefusals = [
  /** The board is there, under another key. */
  'wrong-token',
  /** Not the shape of a board's name or token. */
  'bad-request',
  /** The board is unknown, and new ones are not taken. */
  'no-new-boards',
  'too-many-connections',
  'too-many-messages',
  'message-too-large',
  'board-full',
  /** The board could not be read from the disk; an empty one is never given instead. */
  'unreadable',
  'stopping',
] as const;
export type HubRefusal = (typeof hubRefusals)[number];

export const isHubRefusal = (reason: unknown): reason is HubRefusal =>
  hubRefusals.some((known) => known === reason);

/** From the hub. */
export type HubMessage =
  /** Everything of these Yjs clients before the clock is on the hub's disk: `[client, clock]`. */
  | { readonly type: 'durable'; readonly clocks: readonly (readonly [number, number])[] }
  /** The disk refuses: the board takes nothing until `writable`. */
  | { readonly type: 'read-only'; readonly reason: 'disk-full' | 'disk-read-only' | 'disk-failed' }
  /** The disk takes again: level anew. */
  | { readonly type: 'writable' };

/** To the hub: asks how far these Yjs clients' changes are on the disk; answered by `durable`. */
export interface HubQuestion {
  readonly type: 'durable?';
  readonly clients: readonly number[];
}

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const infoShape = v.object({
  grappe: v.literal('hub'),
  protocol: number,
  addresses: v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(300), v.regex(/^https?:/), v.url())),
    v.maxLength(50),
  ),
  takesNewBoards: v.boolean(),
  codeSalt: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{22}$/))),
});

const messageShape = v.variant('type', [
  v.object({
    type: v.literal('durable'),
    clocks: v.pipe(v.array(v.strictTuple([number, number])), v.maxLength(10_000)),
  }),
  v.object({
    type: v.literal('read-only'),
    reason: v.picklist(['disk-full', 'disk-read-only', 'disk-failed']),
  }),
  v.object({ type: v.literal('writable') }),
]);

const questionShape = v.object({
  type: v.literal('durable?'),
  clients: v.pipe(v.array(number), v.maxLength(10_000)),
});

export type HubMessageUnknown = { readonly type: 'HubMessageUnknown' };

/** Reads what `GET /hub` answered. */
export const readHubInfo = (value: unknown): Result<HubInfo, HubMessageUnknown> => {
  const read = v.safeParse(infoShape, value);
  return read.success ? ok(read.output) : err({ type: 'HubMessageUnknown' });
};

export const readHubMessage = (text: string): Result<HubMessage, HubMessageUnknown> =>
  readJson(messageShape, text);

export const readHubQuestion = (text: string): Result<HubQuestion, HubMessageUnknown> =>
  readJson(questionShape, text);

/** Most characters of a message. */
const textLimit = 400_000;

const readJson = <T>(shape: v.GenericSchema<unknown, T>, text: string): Result<T, HubMessageUnknown> => {
  const unknown = err({ type: 'HubMessageUnknown' });
  if (text.length > textLimit) return unknown;
  try {
    const read = v.safeParse(shape, JSON.parse(text));
    return read.success ? ok(read.output) : unknown;
  } catch {
    return unknown;
  }
};
