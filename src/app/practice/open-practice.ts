/** Makes the workshop of the guided example, or finds the one that was begun; it loads with the first of them. */

import type { BoardDoc } from '#board/document.ts';
import { systemClock } from '#core/clock.ts';
import { createId, isId, type BoardId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { readDraft, readSetting, writeDraft, writeSetting } from '#storage/entries.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Ledger } from '#storage/ledger.ts';
import type { Screen } from '../router.svelte.ts';
import { practiceDraft } from './draft.ts';
import { makePractice } from './make-practice.ts';
import { practiceScreens, practiceStart, readPractice } from './steps.ts';

/** Of the setting that names it. */
const settingKey = 'practice';

export const openPractice = async (
  ledger: Ledger,
  begin: (id: BoardId, made: BoardDoc) => Promise<Result<unknown, StorageUnavailable>>,
): Promise<Result<{ readonly id: BoardId; readonly screen: Screen }, StorageUnavailable>> => {
  const known = await readSetting(ledger, settingKey);
  if (known.ok && isId(known.value)) {
    const id = known.value as BoardId;
    const kept = await readDraft(ledger, id, practiceDraft);
    // One that was kept for itself is a workshop like any other: another is made to try in.
    const found = readPractice(kept.ok ? kept.value : undefined);
    if (found && found.step !== 'offer') {
      await writeDraft(ledger, id, practiceDraft, { ...found, paused: false });
      return ok({ id, screen: practiceScreens[found.step === 'end' ? 'synthesis' : found.step] });
    }
  }
  const id = createId<BoardId>();
  const begun = await begin(id, makePractice(systemClock.now()));
  if (!begun.ok) return begun;
  await writeSetting(ledger, settingKey, id);
  await writeDraft(ledger, id, practiceDraft, { ...practiceStart });
  return ok({ id, screen: practiceScreens.write });
};
