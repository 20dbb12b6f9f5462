/** Why a restore point was kept, in words. */

import type { RestorePoint } from '#app/safety.ts';
import * as m from '#app/words/messages/messages.js';

const words: Readonly<Record<RestorePoint['reason'], () => string>> = {
  merge: m.safety_reason_merge,
  schema: m.safety_reason_schema,
  hourly: m.safety_reason_hourly,
  leaving: m.safety_reason_leaving,
  return: m.safety_reason_return,
  asked: m.safety_reason_asked,
  compaction: m.safety_reason_compaction,
};

export const reasonWords = (reason: RestorePoint['reason']): string => words[reason]();
