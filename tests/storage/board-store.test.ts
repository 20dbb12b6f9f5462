import 'fake-indexeddb/auto';
import { storeContract } from '../contracts/store.contract.ts';

storeContract('fake-indexeddb');
