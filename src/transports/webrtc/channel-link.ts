/** A data channel as a link. */

import type { Link, LinkEars } from '#sync/link.ts';

export interface ChannelLink extends Link {
  /** Whether it opens within so many milliseconds. */
  readonly opened: (limitMs: number) => Promise<boolean>;
}

/** Bytes at which there is room again. */
const lowBytes = 64_000;
/** How long what was handed over may take to leave. */
const closeMs = 1_000;

export const openChannelLink = (connection: RTCPeerConnection, channel: RTCDataChannel): ChannelLink => {
  channel.binaryType = 'arraybuffer';
  channel.bufferedAmountLowThreshold = lowBytes;
  let ears: LinkEars | undefined;
  let early: Uint8Array[] = [];
  let isOver = false;
  let revivals = 0;
  /** The candidates that came with the other’s code. */
  let remote: { readonly foundation: string; readonly rest: string }[] | undefined;
  const openings = new Set<(isOpen: boolean) => void>();

  const settle = (isOpen: boolean): void => {
    for (const opened of openings) opened(isOpen);
    openings.clear();
  };
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    connection.close();
    settle(false);
    ears?.end();
  };

  channel.onopen = () => settle(true);
  channel.onclose = over;
  channel.onbufferedamountlow = () => ears?.drain();
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    // Text is not of this application: it reads as a message that can't be read.
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array();
    if (ears) ears.message(bytes);
    else early.push(bytes);
  };
  return {
    opened: (limitMs) => {
      if (isOver || channel.readyState === 'open') return Promise.resolve(!isOver);
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(false), limitMs);
        openings.add((isOpen) => {
          clearTimeout(timer);
          resolve(isOpen);
        });
      });
    },
    send: (bytes) => {
      if (channel.readyState !== 'open') return;
      try {
        channel.send(bytes as Uint8Array<ArrayBuffer>);
      } catch {
        // Its buffer is full beyond what the session lets it be, or it has just ended.
        over();
      }
    },
    bufferedBytes: () => channel.bufferedAmount,
    hear: (hears) => {
      ears = hears;
      const waiting = early;
      early = [];
      for (const bytes of waiting) hears.message(bytes);
      if (isOver) hears.end();
    },
    // A connection that failed sends nothing any more, yet its keys, its channel and what waits in that are still there. A
    // candidate that it does not know makes Chromium try again, from both sides; it knows one again by its foundation.
    revive: () => {
      if (isOver || connection.connectionState === 'connected') return;
      remote ??= [
        ...(connection.remoteDescription?.sdp ?? '').matchAll(/^a=candidate:(\S+)( .* udp .*)$/gm),
      ].map(([, foundation = '', rest = '']) => ({ foundation, rest }));
      revivals += 1;
      for (const { foundation, rest } of remote) {
        const candidate = `candidate:${foundation}${String(revivals)}${rest}`;
        void connection.addIceCandidate({ candidate, sdpMid: '0' }).catch(() => undefined);
      }
    },
    close: () => {
      if (isOver) return;
      if (channel.readyState !== 'open') {
        over();
        return;
      }
      channel.close();
      setTimeout(over, closeMs);
    },
  };
};
