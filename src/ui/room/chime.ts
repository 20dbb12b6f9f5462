/** Two soft tones. A browser that was not touched yet stays silent, and a device without sound does as well. */

export const chime = (): void => {
  try {
    const audio = new AudioContext();
    const start = audio.currentTime + 0.05;
    for (const [index, frequency] of [523.25, 783.99].entries()) {
      const [tone, volume] = [audio.createOscillator(), audio.createGain()];
      const at = start + index * 0.45;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.25, at + 0.04);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 1.4);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 1.5);
    }
    setTimeout(() => void audio.close(), 3_000);
  } catch {
    // The end is seen and said all the same.
  }
};
