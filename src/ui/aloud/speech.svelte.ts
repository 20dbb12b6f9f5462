/**
 * Reading aloud by a voice of the system's own. A browser also offers voices that send the text to a server: those are
 * never used, so that nothing leaves the device (`SpeechSynthesisVoice.localService`).
 */

import { locale } from '#app/words/locale.svelte.ts';
import { languageOf } from '#app/words/pick-locale.ts';

/** What is being read, or was last: whoever asked for it. */
export type Reader = symbol;

/** Where `synth` is undefined the browser does not speak. */
export const createSpeech = (synth: SpeechSynthesis | undefined) => {
  let voices = $state.raw<readonly SpeechSynthesisVoice[]>([]);
  let reader = $state.raw<Reader | null>(null);

  const look = (): void => {
    voices = synth?.getVoices().filter(({ localService }) => localService) ?? [];
  };
  look();
  // Most browsers know their voices only after a while.
  synth?.addEventListener('voiceschanged', look);

  const voice = $derived.by(() => {
    const fitting = voices.filter(({ lang }) => languageOf(lang.replace('_', '-')) === languageOf(locale()));
    return fitting.find((each) => each.default) ?? fitting[0];
  });

  const stop = (by: Reader): void => {
    if (reader !== by) return;
    reader = null;
    synth?.cancel();
  };

  return {
    /** Whether there is a voice for the language of the interface. */
    get canRead() {
      return voice !== undefined;
    },
    isReading: (by: Reader): boolean => reader === by,
    /** Reads a text in place of whatever is being read. */
    read: (by: Reader, text: string): void => {
      if (!synth || !voice) return;
      synth.cancel();
      reader = by;
      // Line by line: a pause between two, and no browser falls silent in the middle of a long text.
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      const ended = (index: number): void => {
        if (index === lines.length - 1 && reader === by) reader = null;
      };
      lines.forEach((line, index) => {
        const utterance = new SpeechSynthesisUtterance(line);
        utterance.voice = voice;
        utterance.lang = voice.lang;
        utterance.onend = () => ended(index);
        utterance.onerror = ({ error }) => {
          // Given up for something else that is read by now: see `reader`.
          if (error !== 'canceled' && error !== 'interrupted') stop(by);
        };
        synth.speak(utterance);
      });
    },
    stop,
  };
};

export const speech = createSpeech(
  // Android’s WebView has none.
  'speechSynthesis' in globalThis ? globalThis.speechSynthesis : undefined,
);
