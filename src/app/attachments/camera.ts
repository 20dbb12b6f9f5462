/** The device's camera, in the page: opened when a person asks, closed as soon as a picture is taken. */

import { err, ok, type Result } from '#core/result.ts';

export type CameraError =
  /** The page is not secure, or the browser offers no cameras to pages. */
  | { readonly type: 'CameraUnavailable' }
  | { readonly type: 'CameraRefused' }
  | { readonly type: 'CameraMissing' }
  /** Another application holds it, or it broke. */
  | { readonly type: 'CameraBusy' };

export const hasCameras = (): boolean =>
  (navigator as Partial<Navigator>).mediaDevices?.getUserMedia !== undefined;

/** 1,280 pixels of a photo are kept. */
const forPhotos: MediaTrackConstraints = { width: { ideal: 1920 }, height: { ideal: 1440 } };

export const openCamera = async (
  wanted: MediaTrackConstraints = forPhotos,
): Promise<Result<MediaStream, CameraError>> => {
  if (!hasCameras()) return err({ type: 'CameraUnavailable' });
  try {
    return ok(
      await navigator.mediaDevices.getUserMedia({
        // The one on the back, where there is one.
        video: { facingMode: { ideal: 'environment' }, ...wanted },
      }),
    );
  } catch (thrown) {
    return err({ type: reasonOf(thrown) });
  }
};

const reasonOf = (thrown: unknown): CameraError['type'] => {
  switch (thrown instanceof Error ? thrown.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'CameraRefused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'CameraMissing';
    default:
      return 'CameraBusy';
  }
};

export const closeStream = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

/** Takes what a video shows; undefined when it shows nothing yet. */
export const takeFrame = async (video: HTMLVideoElement): Promise<Blob | undefined> => {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || height === 0) return undefined;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
  return blob ?? undefined;
};
