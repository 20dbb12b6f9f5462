/** Whether what is on screen is safe on this device. */
export type { SaveState } from '#storage/saver.ts';
