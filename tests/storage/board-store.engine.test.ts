import { server } from 'vitest/browser';
import { storeContract } from '../contracts/store.contract.ts';

storeContract(`the IndexedDB of ${server.browser}`);
