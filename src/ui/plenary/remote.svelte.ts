/** The plenary screen in the hand of whoever leads: whether one is open in this browser, and what it is to show. */

import type { ClusterId } from '#board/document.ts';
import type { BoardId } from '#core/ids.ts';
import {
  joinPlenary,
  type PlenaryMessage,
  type PlenaryView,
  type PlenaryWire,
  type Sight,
  type Turn,
} from './wire.ts';

/** A window that crashed takes no leave: it is gone once it has been silent on three questions. */
const askEveryMs = 4_000;
const silentMost = 3;

export type PlenaryRemote = ReturnType<typeof createPlenaryRemote>;

/** To be called while a component is made. */
export const createPlenaryRemote = (board: BoardId) => {
  let screens = $state.raw<ReadonlyMap<string, { readonly view: PlenaryView; readonly heard: number }>>(
    new Map(),
  );
  let sight: Sight | null = null;
  let wire: PlenaryWire | undefined;
  let asked = 0;

  const post = (message: PlenaryMessage): void => wire?.post(message);
  const tellSight = (): void => {
    if (sight) post({ type: 'sight', ...sight });
  };
  const ask = (): void => {
    asked += 1;
    const answering = [...screens].filter(([, { heard }]) => asked - heard <= silentMost);
    if (answering.length < screens.size) screens = new Map(answering);
    post({ type: 'who' });
  };
  const hear = (message: PlenaryMessage): void => {
    if (message.type === 'here') {
      screens = new Map([...screens, [message.screen, { view: message.view, heard: asked }]]);
    } else if (message.type === 'gone') {
      screens = new Map([...screens].filter(([screen]) => screen !== message.screen));
    } else if (message.type === 'look') {
      tellSight();
    }
  };

  $effect(() => {
    const joined = joinPlenary(board, hear);
    wire = joined;
    ask();
    tellSight();
    const asking = setInterval(ask, askEveryMs);
    return () => {
      clearInterval(asking);
      joined.close();
    };
  });

  return {
    /** What the screen shows; null: there is none in this browser. */
    get view(): PlenaryView | null {
      return [...screens.values()].at(-1)?.view ?? null;
    },
    show: (view: PlenaryView): void => post({ type: 'show', view }),
    showCluster: (cluster: ClusterId): void => post({ type: 'cluster', cluster }),
    turn: (by: Turn): void => post({ type: 'turn', by }),
    /** Tells where one looks, now and whenever a screen asks. */
    showSight: (next: Sight): void => {
      sight = next;
      tellSight();
    },
  };
};
