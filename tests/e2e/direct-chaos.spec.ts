import { expect, test, type Browser, type Page } from '@playwright/test';
import * as Y from 'yjs';
import { stateHash } from '#sync/state-hash.ts';
import { createChance } from './chance.ts';
import { directLine, openDirectDevice, pairByText, readInvitation } from './direct-steps.ts';
import { launchWithCamera, readBoardFile } from './qr-steps.ts';
import { createWorkshop, goTo, stickNote } from './workshop-steps.ts';

/** Steps of work; each stands for five seconds of it. */
const steps = 36;
const deviceCount = 8;
const beginners = 5;

let browser: Browser | undefined;
test.afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

/** Lets a test cut links of a page as a network does: neither side is asked. */
const watchLinks = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const links: RTCPeerConnection[] = [];
    const Native = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        links.push(this);
      }
    };
    Object.assign(globalThis, { cutLink: (which: number) => links[which % links.length]?.close() });
  });
};

/** The page stands still, as on a tablet that sleeps. */
const setAsleep = async (page: Page, isAsleep: boolean): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: isAsleep ? 'frozen' : 'active' });
  await session.detach();
};

const hashOf = async (page: Page): Promise<string> => {
  const doc = new Y.Doc();
  Y.applyUpdateV2(doc, (await readBoardFile(page)).state);
  return stateHash(doc);
};

for (const seed of [20_261_127]) {
  test(`[DR15] eight devices are level after three minutes of work with links cut, sleep, and late comers (seed ${String(seed)})`, async ({
    baseURL,
  }) => {
    test.setTimeout(300_000);
    const chance = createChance(seed);
    const running = (browser = await launchWithCamera());
    const pages: Page[] = [];
    const asleep = new Set<Page>();
    let invitation = '';
    let written = 0;

    const open = async (): Promise<Page> => {
      const page = await openDirectDevice(running, baseURL);
      await page.context().grantPermissions(['camera']);
      await watchLinks(page);
      return page;
    };
    const awake = (): Page => {
      const there = pages.filter((page) => !asleep.has(page));
      const page = there[chance.below(there.length)];
      if (!page) throw new Error('nobody is awake');
      return page;
    };
    /** One more device follows the invitation, and is paired with any that is there. */
    const join = async (): Promise<void> => {
      const [host, page] = [awake(), await open()];
      await page.goto(invitation);
      await Promise.all([goTo(page, 'Réunir'), goTo(host, 'Réunir')]);
      await pairByText(host, page);
      await Promise.all([goTo(page, 'Capture'), goTo(host, 'Capture')]);
      pages.push(page);
    };
    const write = async (page: Page): Promise<void> => {
      written += 1;
      await stickNote(page, `Note ${String(written)}`);
    };

    const first = await open();
    await first.goto('/');
    await createWorkshop(first, 'Trois minutes');
    await goTo(first, 'Réunir');
    invitation = await readInvitation(first);
    await goTo(first, 'Capture');
    pages.push(first);
    while (pages.length < beginners) await join();

    for (let step = 0; step < steps; step++) {
      const isJoining = pages.length < deviceCount && step % 10 === 9;
      const what = chance.below(10);
      if (isJoining) await join();
      else if (what < 6) await write(awake());
      else if (what < 8) {
        const which = chance.below(100);
        await awake().evaluate(
          (link) => (globalThis as unknown as { cutLink: (which: number) => void }).cutLink(link),
          which,
        );
      } else if (asleep.size < 2) {
        const page = awake();
        await setAsleep(page, true);
        asleep.add(page);
      } else {
        const [page] = asleep;
        if (page) await setAsleep(page, false);
        if (page) asleep.delete(page);
      }
    }
    for (const page of asleep) await setAsleep(page, false);
    expect(pages).toHaveLength(deviceCount);

    for (const page of pages) {
      await expect(directLine(page)).toHaveText(/^\s*Relié à 7 appareils · tout est échangé$/, {
        timeout: 60_000,
      });
      await goTo(page, 'Réunir');
    }
    const readable = (await readBoardFile(first)).readable;
    for (let note = 1; note <= written; note++) expect(readable).toContain(`"Note ${String(note)}"`);
    const hashes = await Promise.all(pages.map(hashOf));
    expect(new Set(hashes).size).toBe(1);
    test.info().annotations.push({ type: 'notes', description: String(written) });
  });
}
