/** Whether a QR code can be read here. Looking asks nobody; trying may make the browser ask. */

import type { Finding } from './finding.ts';

export const findCamera = async (): Promise<Finding> => {
  const devices = mediaDevices();
  if (!devices) return { type: isSecureContext ? 'CameraNone' : 'CameraInsecure' };
  const permission = await readPermission();
  if (permission === 'denied') return { type: 'CameraDenied' };
  try {
    const all = await devices.enumerateDevices();
    if (!all.some(({ kind }) => kind === 'videoinput')) return { type: 'CameraNone' };
  } catch {
    return { type: 'CameraUntried' };
  }
  return { type: permission === 'granted' ? 'CameraWorks' : 'CameraUntried' };
};

/** Opens the camera, and closes it as soon as it has given a picture's worth. */
export const tryCamera = async (): Promise<Finding> => {
  const devices = mediaDevices();
  if (!devices) return { type: isSecureContext ? 'CameraNone' : 'CameraInsecure' };
  try {
    const stream = await devices.getUserMedia({ video: { facingMode: 'environment' } });
    const isLive = stream.getVideoTracks().some(({ readyState }) => readyState === 'live');
    for (const track of stream.getTracks()) track.stop();
    return { type: isLive ? 'CameraWorks' : 'CameraNone' };
  } catch (thrown) {
    return {
      type: thrown instanceof Error && thrown.name === 'NotAllowedError' ? 'CameraDenied' : 'CameraNone',
    };
  }
};

const mediaDevices = (): MediaDevices | undefined => (navigator as Partial<Navigator>).mediaDevices;

const readPermission = async (): Promise<PermissionState | undefined> => {
  try {
    // eslint-disable-next-line compat/compat -- what is missing throws, too
    return (await navigator.permissions.query({ name: 'camera' })).state;
  } catch {
    // Firefox doesn't know the name.
    return undefined;
  }
};
