import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setLocale } from '#app/words/locale.svelte.ts';
import { createSpeech } from '#ui/aloud/speech.svelte.ts';

/** A device that speaks, of which a test decides when a line ends: browsers under test have no voice. */
const createVoices = (known: readonly Partial<SpeechSynthesisVoice>[]) => {
  const said: SpeechSynthesisUtterance[] = [];
  const synth = Object.assign(new EventTarget(), {
    voices: known,
    getVoices: () => synth.voices as SpeechSynthesisVoice[],
    speak: (utterance: SpeechSynthesisUtterance) => void said.push(utterance),
    cancel: () => void said.splice(0),
  });
  return { synth: synth as unknown as SpeechSynthesis & typeof synth, said };
};
const own = { lang: 'fr-FR', localService: true, default: false, name: 'own' };
const ofServer = { lang: 'fr-FR', localService: false, default: true, name: 'of a server' };
const english = { lang: 'en-GB', localService: true, default: true, name: 'english' };

/** A real utterance takes no voice that is none; what it was given is read here. */
class Utterance {
  voice: Partial<SpeechSynthesisVoice> | null = null;
  lang = '';
  onend = (): void => undefined;
  onerror = (_: { error: string }): void => undefined;
  constructor(readonly text: string) {}
}
const real = globalThis.SpeechSynthesisUtterance;
beforeEach(() => {
  globalThis.SpeechSynthesisUtterance = Utterance as never;
  setLocale('fr');
});
afterEach(() => {
  globalThis.SpeechSynthesisUtterance = real;
});

test('[AC3] only a voice of the device, in the language of the interface, reads; without one nothing is offered', () => {
  const { synth, said } = createVoices([ofServer, english]);
  const speech = createSpeech(synth);
  expect(speech.canRead).toBe(false);
  speech.read(Symbol(), 'Zones blanches');
  expect(said).toEqual([]);

  synth.voices = [ofServer, english, own];
  synth.dispatchEvent(new Event('voiceschanged'));
  expect(speech.canRead).toBe(true);
  speech.read(Symbol(), 'Zones blanches');
  expect(said.map(({ text, voice, lang }) => [text, voice?.name, lang])).toEqual([
    ['Zones blanches', 'own', 'fr-FR'],
  ]);

  setLocale('en');
  flushSync();
  speech.read(Symbol(), 'White zones');
  expect(said[0]?.voice?.name).toBe('english');
  expect(createSpeech(undefined).canRead).toBe(false);
});

test('[AC3] what is read can be stopped, gives way to what is read next, and ends by itself', () => {
  const { synth, said } = createVoices([own]);
  const speech = createSpeech(synth);
  const [first, second] = [Symbol(), Symbol()];

  speech.read(first, 'un\n\ndeux');
  expect(said.map(({ text }) => text)).toEqual(['un', 'deux']);
  expect(speech.isReading(first)).toBe(true);
  speech.stop(second);
  expect(speech.isReading(first)).toBe(true);
  const givenUp = said[1];
  speech.read(second, 'trois');
  expect([speech.isReading(first), speech.isReading(second)]).toEqual([false, true]);
  givenUp?.onerror?.({ error: 'canceled' } as SpeechSynthesisErrorEvent);
  expect(said.map(({ text }) => text)).toEqual(['trois']);
  said[0]?.onend?.({} as SpeechSynthesisEvent);
  expect(speech.isReading(second)).toBe(false);

  speech.read(first, 'quatre');
  speech.stop(first);
  expect(said).toEqual([]);
  expect(speech.isReading(first)).toBe(false);

  speech.read(first, 'cinq');
  said[0]?.onerror?.({ error: 'synthesis-failed' } as SpeechSynthesisErrorEvent);
  expect(speech.isReading(first)).toBe(false);
});
