/** A short sound and a buzz: whoever films looks at the other screen, not at this one. */

export const tellDone = (): void => {
  // Where there is none, or it is switched off, the screen says so all the same.
  try {
    (navigator as Partial<Navigator>).vibrate?.([80, 60, 80]);
    const context = new AudioContext();
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.setValueAtTime(880, context.currentTime);
    tone.frequency.setValueAtTime(1_320, context.currentTime + 0.12);
    volume.gain.setValueAtTime(0.15, context.currentTime);
    volume.gain.linearRampToValueAtTime(0, context.currentTime + 0.3);
    tone.connect(volume).connect(context.destination);
    tone.onended = () => void context.close();
    tone.start();
    tone.stop(context.currentTime + 0.3);
  } catch {
    return;
  }
};
