import 'fake-indexeddb/auto';
import { attachmentsContract } from '../contracts/attachments.contract.ts';

attachmentsContract('fake-indexeddb');
