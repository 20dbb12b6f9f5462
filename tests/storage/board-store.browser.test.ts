import { storeContract } from '../contracts/store.contract.ts';

storeContract('the IndexedDB of Chromium');
