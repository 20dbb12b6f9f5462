/** How to put the app on this device's home screen, after which browsers keep its data more readily. */

import { isAppleTouch, isInstalled } from '../install/install.ts';
import * as m from '#app/words/messages/messages.js';

export const installSentence = (): string => {
  if (isInstalled()) return m.preflight_install_done();
  if (isAppleTouch()) return m.preflight_install_ios();
  return navigator.userAgent.includes('Android')
    ? m.preflight_install_android()
    : m.preflight_install_desktop();
};
