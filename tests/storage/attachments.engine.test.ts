import { server } from 'vitest/browser';
import { attachmentsContract } from '../contracts/attachments.contract.ts';

attachmentsContract(`the IndexedDB of ${server.browser}`);
