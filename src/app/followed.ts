/** What follows a workshop that is open, besides its screens: its backups, its hub, and the number on the icon. It loads when the first screen is there. */

import { readDraft } from '#storage/entries.ts';
import { followBadge } from './badge.svelte.ts';
import type { Backups } from './backups/backups.svelte.ts';
import type { OpenWorkshop } from './grappe.ts';
import { hubDraft } from './hub/hub-draft.ts';
import type { Hub, Hubs, HubsContext } from './hub/hubs.svelte.ts';
import type { OpenBoard } from './open-boards.svelte.ts';

export interface FollowedContext extends HubsContext {
  readonly readBackups: () => Promise<Backups>;
}

export interface Following {
  /** Its hub, to connect or to invite by. */
  readonly useHub: () => Promise<Hub>;
  /** The workshop was left. */
  readonly leave: () => void;
}

/** Backups begin later still: nobody waits for them. */
const backupsDelayMs = 3_500;

export const createFollowed = ({ readBackups, ...context }: FollowedContext) => {
  let hubs: Promise<Hubs> | undefined;
  const readHubs = (): Promise<Hubs> =>
    (hubs ??= import('./hub/hubs.svelte.ts').then(({ createHubs }) => createHubs(context)));

  const followBackups = (open: OpenWorkshop): (() => void) => {
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const timer = setTimeout(begin, backupsDelayMs);
    const following = begun.then(readBackups).then(
      (loaded) => loaded.follow(open),
      () => undefined,
    );
    return () => {
      clearTimeout(timer);
      begin();
      void following.then((leave) => leave?.());
    };
  };

  /** The way to the hub comes where this device has a key of the workshop, or once somebody asks for it. */
  const followHub = (held: OpenBoard, show: (hub: Hub) => void) => {
    let following: Promise<{ readonly hub: Hub; readonly leave: () => void }> | undefined;
    const use = async (): Promise<Hub> => {
      following ??= readHubs().then(async (loaded) => {
        const { hub, leave } = loaded.follow(held);
        const found = await hub;
        show(found);
        return { hub: found, leave };
      });
      return (await following).hub;
    };
    void readDraft(context.ledger, held.workshop.id, hubDraft).then((kept) =>
      kept.ok && kept.value ? use() : undefined,
    );
    return { use, leave: () => void following?.then(({ leave }) => leave()) };
  };

  return {
    /** Follows a workshop; `show` is called with its hub, once it is looked for. */
    follow: (held: OpenBoard, open: OpenWorkshop, show: (hub: Hub) => void): Following => {
      const leaveBackups = followBackups(open);
      const leaveBadge = followBadge(context.ledger, open);
      const hub = followHub(held, show);
      return {
        useHub: hub.use,
        leave: () => {
          hub.leave();
          leaveBackups();
          leaveBadge();
        },
      };
    },
  };
};

export type Followed = ReturnType<typeof createFollowed>;
