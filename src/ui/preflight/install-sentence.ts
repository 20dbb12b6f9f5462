/** How to put the app on this device's home screen, after which browsers keep its data more readily. */

import * as m from '#app/words/messages/messages.js';

export const installSentence = (): string => {
  if (matchMedia('(display-mode: standalone)').matches) return m.preflight_install_done();
  const { userAgent, maxTouchPoints } = navigator;
  // An iPad says that it is a Mac; no Mac has a touch screen.
  if (/iPhone|iPad/.test(userAgent) || (userAgent.includes('Mac') && maxTouchPoints > 1)) {
    return m.preflight_install_ios();
  }
  return userAgent.includes('Android') ? m.preflight_install_android() : m.preflight_install_desktop();
};
