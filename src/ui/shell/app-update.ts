/** The app's next version, for the screens that tell of it. */

import { getContext, setContext } from 'svelte';
import type { AppUpdate } from '#app/app-update.svelte.ts';

const key = Symbol('app-update');

export const provideAppUpdate = (update: AppUpdate): AppUpdate => setContext(key, update);

export const useAppUpdate = (): AppUpdate => getContext(key);
