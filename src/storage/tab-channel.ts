/**
 * Tabs and windows of one browser that show the same board keep level, live.
 *
 * A tab that opens says what it has (`hello`); each other answers with what is missing there and what it has
 * itself (`state`), and gets the rest back (`update`). After that each change is told as it happens.
 */

import * as Y from 'yjs';
import { createId, type BoardId, type Brand } from '#core/ids.ts';
import { isUpdateV2 } from './decode.ts';
import { fromTab } from './origins.ts';

type TabId = Brand<string, 'TabId'>;

type Message =
  | { readonly type: 'hello'; readonly from: TabId; readonly have: Uint8Array }
  | { readonly type: 'state'; readonly to: TabId; readonly have: Uint8Array; readonly update: Uint8Array }
  | { readonly type: 'update'; readonly update: Uint8Array }
  | { readonly type: 'erased' };

export interface TabChannel {
  /** Asks the other tabs again: a page that was frozen has heard nothing meanwhile. */
  readonly sayHello: () => void;
  readonly close: () => void;
}

const channelName = (ledgerName: string, boardId: BoardId): string => `${ledgerName}-${boardId}`;

/** Joins the tabs of a board; `onErased` is called when another one erases it. */
export const joinTabs = (
  ledgerName: string,
  boardId: BoardId,
  doc: Y.Doc,
  onErased: () => void,
): TabChannel => {
  if (typeof BroadcastChannel === 'undefined') return { sayHello: () => undefined, close: () => undefined };
  const self = createId<TabId>();
  const channel = new BroadcastChannel(channelName(ledgerName, boardId));
  const post = (message: Message): void => channel.postMessage(message);
  const sayHello = (): void => post({ type: 'hello', from: self, have: Y.encodeStateVector(doc) });

  const onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin !== fromTab) post({ type: 'update', update });
  };
  const onMessage = ({ data }: MessageEvent): void => {
    if (isMessage(data)) receive(data);
  };
  const receive = (message: Message): void => {
    switch (message.type) {
      case 'hello':
        post({
          type: 'state',
          to: message.from,
          have: Y.encodeStateVector(doc),
          update: Y.encodeStateAsUpdateV2(doc, message.have),
        });
        return;
      case 'state':
        if (message.to !== self) return;
        take(message.update);
        post({ type: 'update', update: Y.encodeStateAsUpdateV2(doc, message.have) });
        return;
      case 'update':
        take(message.update);
        return;
      case 'erased':
        onErased();
    }
  };
  const take = (update: Uint8Array): void => {
    // Another tab may run another version; what does not decode must not apply in part.
    if (isUpdateV2(update)) Y.applyUpdateV2(doc, update, fromTab);
  };

  channel.addEventListener('message', onMessage);
  doc.on('updateV2', onUpdate);
  sayHello();
  return {
    sayHello,
    close: () => {
      doc.off('updateV2', onUpdate);
      channel.removeEventListener('message', onMessage);
      channel.close();
    },
  };
};

/** Tells the other tabs that a board was erased, so that none writes it again. */
export const announceErasure = (ledgerName: string, boardId: BoardId): void => {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(channelName(ledgerName, boardId));
  channel.postMessage({ type: 'erased' } satisfies Message);
  channel.close();
};

const isMessage = (data: unknown): data is Message => {
  if (typeof data !== 'object' || data === null) return false;
  const { type, from, to, have, update } = data as Record<string, unknown>;
  const isBytes = (value: unknown): boolean => value instanceof Uint8Array;
  if (type === 'hello') return typeof from === 'string' && isBytes(have);
  if (type === 'state') return typeof to === 'string' && isBytes(have) && isBytes(update);
  return type === 'erased' || (type === 'update' && isBytes(update));
};
