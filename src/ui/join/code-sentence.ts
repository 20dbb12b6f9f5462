/** Why a typed code did not lead into a workshop, and what to do. */

import type { JoinByCodeError } from '#app/hub/join-by-code.ts';
import * as m from '#app/words/messages/messages.js';
import { sentence } from '#app/words/sentences.ts';
import { probeSentence } from '../live/hub-sentence.ts';

/** Whether it is not the code, but where it is looked for. */
export const isOfAddress = ({ type }: JoinByCodeError): boolean => addressErrors.has(type);

const addressErrors: ReadonlySet<JoinByCodeError['type']> = new Set([
  ...(['HubUnsaid', 'HubSilent', 'NotAHub', 'HubNewer', 'HubMixed'] as const),
  ...(['AddressUnreadable', 'HubWithoutCodes'] as const),
]);

export const codeSentence = (error: JoinByCodeError): string => {
  switch (error.type) {
    case 'CodeTooShort':
      return m.join_code_short();
    case 'CodeUnreadable':
      return m.join_code_unreadable();
    case 'CodeUnknown':
      return m.join_code_unknown();
    case 'TooManyTries':
      return m.join_code_many();
    case 'HubUnsaid':
      return m.join_code_no_hub();
    case 'HubWithoutCodes':
      return m.code_hub_old();
    case 'HubSilent':
    case 'NotAHub':
    case 'HubNewer':
    case 'HubMixed':
    case 'AddressUnreadable':
      return probeSentence(error);
    default:
      return sentence(error);
  }
};
