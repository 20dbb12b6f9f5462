import fc from 'fast-check';
import { fromBase64UrlEncoded, toBase64UrlEncoded } from 'lib0/buffer';
import { describe, expect, it } from 'vitest';
import { offerTag, packCode, unpackCode, type PairCode } from '#transports/webrtc/pack-offer.ts';
import { readSdp, writeSdp, type Candidate } from '#transports/webrtc/sdp.ts';

const iceText = (least: number, most: number) =>
  fc.string({
    unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'),
    minLength: least,
    maxLength: most,
  });
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const port = fc.integer({ min: 1, max: 65_535 });
const candidate: fc.Arbitrary<Candidate> = fc.oneof(
  fc.record({ type: fc.constant('ipv4' as const), address: bytes(4), port }),
  fc.record({ type: fc.constant('ipv6' as const), address: bytes(16), port }),
  fc.record({ type: fc.constant('mdns' as const), address: bytes(16), port }),
);
const order = ['ipv4', 'ipv6', 'mdns'];
const facts = {
  ufrag: iceText(4, 12),
  pwd: iceText(22, 40),
  print: bytes(32),
  candidates: fc
    .array(candidate, { minLength: 1, maxLength: 4 })
    .map((some) => some.sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type))),
};
const tags = { board: bytes(4), key: bytes(4) };
const code: fc.Arbitrary<PairCode> = fc.oneof(
  fc.record({ setup: fc.constant('actpass' as const), offer: fc.constant(null), ...tags, ...facts }),
  fc.record({
    setup: fc.constantFrom('active' as const, 'passive' as const),
    offer: bytes(4),
    ...tags,
    ...facts,
  }),
);

/** As Chromium 156 and Firefox 153 describe a data channel, all lines that are not read among them. */
const chromium = `v=0\r
o=- 8421470215623482134 2 IN IP4 127.0.0.1\r
s=-\r
t=0 0\r
a=group:BUNDLE 0\r
a=extmap-allow-mixed\r
a=msid-semantic: WMS\r
m=application 55151 UDP/DTLS/SCTP webrtc-datachannel\r
c=IN IP4 192.168.43.7\r
a=candidate:3988463362 1 udp 2122260223 192.168.43.7 55151 typ host generation 0 network-id 1\r
a=candidate:1868532431 1 udp 2122197247 2001:db8::1f:7 41209 typ host generation 0 network-id 2\r
a=candidate:2620351574 1 tcp 1518280447 192.168.43.7 9 typ host tcptype active generation 0 network-id 1\r
a=ice-ufrag:Xy3/\r
a=ice-pwd:Rk1dZ+8hVqnT0aGcLw2oPfJ7\r
a=ice-options:trickle\r
a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, i) => (i * 7).toString(16).padStart(2, '0'))
  .join(':')
  .toUpperCase()}\r
a=setup:actpass\r
a=mid:0\r
a=sctp-port:5000\r
a=max-message-size:262144\r
`;
const firefox = chromium
  .replace('a=ice-ufrag:Xy3/', 'a=ice-ufrag:4c1d9f2e')
  .replace(/a=ice-pwd:.*/, 'a=ice-pwd:0123456789abcdef0123456789abcdef')
  .replace(
    /a=candidate:39.*/,
    'a=candidate:0 1 UDP 2122252543 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0.local 50123 typ host',
  )
  .replace(/a=candidate:1868.*\r\n/, '');

describe('the code of a device that is to be paired', () => {
  it('[DR1] holds what it was made of, and the description that is made of it says the same', () => {
    fc.assert(
      fc.property(code, (made) => {
        const read = unpackCode(packCode(made));
        expect(read).toEqual({ ok: true, value: made });
        const { setup, ufrag, pwd, print, candidates } = made;
        expect(readSdp(writeSdp(made))).toEqual({
          ok: true,
          value: { setup, ufrag, pwd, print, candidates },
        });
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('[DR1] takes 75 to 110 bytes of what browsers make', () => {
    for (const [sdp, least, most] of [
      [chromium, 75, 96],
      [firefox, 75, 96],
      [chromium.replace(/a=candidate:1868.*\r\n/, ''), 70, 78],
    ] as const) {
      const read = readSdp(sdp);
      if (!read.ok) throw new Error(read.error.type);
      const packed = packCode({
        ...read.value,
        board: new Uint8Array(4),
        key: new Uint8Array(4),
        offer: null,
      });
      const { length } = fromBase64UrlEncoded(packed);
      expect(length).toBeGreaterThanOrEqual(least);
      expect(length).toBeLessThanOrEqual(most);
      expect(unpackCode(`  ${packed.slice(0, 30)}\n ${packed.slice(30)}\n`)).toMatchObject({ ok: true });
      expect([...offerTag(packed)]).not.toEqual([...offerTag(`${packed}A`)]);
    }
    expect(readSdp(chromium)).toMatchObject({
      value: {
        ufrag: 'Xy3/',
        candidates: [
          { type: 'ipv4', port: 55_151, address: Uint8Array.of(192, 168, 43, 7) },
          { type: 'ipv6', port: 41_209 },
        ],
      },
    });
  });

  it('[DR1] is refused when it is cut, altered in its form, or something else; nothing is thrown', () => {
    const read = readSdp(chromium);
    if (!read.ok) throw new Error(read.error.type);
    const whole = fromBase64UrlEncoded(
      packCode({ ...read.value, board: new Uint8Array(4), key: new Uint8Array(4), offer: null }),
    );
    const ends = [...Array(whole.length).keys()].filter(
      (length) => unpackCode(toBase64UrlEncoded(whole.slice(0, length))).ok,
    );
    // Only where the first candidate ends is a shorter one a code as well.
    expect(ends).toEqual([whole.length - 19]);
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.uint8Array({ maxLength: 200 }).map(toBase64UrlEncoded)),
        (text) => {
          const result = unpackCode(text);
          if (result.ok) expect(unpackCode(packCode(result.value))).toEqual(result);
        },
      ),
      { seed: 12, numRuns: 1_000 },
    );
    // Bytes of the right form, with any changed, never make lines of their own in a description.
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const changed = whole.slice();
        changed[at] = byte;
        const result = unpackCode(toBase64UrlEncoded(changed));
        if (result.ok) expect(writeSdp(result.value).split('\r\n').length).toBeLessThanOrEqual(20);
      }),
      { seed: 13, numRuns: 1_000 },
    );
    expect(unpackCode('https://example.org/#/rejoindre/abc')).toEqual({
      ok: false,
      error: { type: 'CodeUnreadable' },
    });
    expect(readSdp(chromium.replace(/a=candidate:.*\r\n/g, ''))).toEqual({
      ok: false,
      error: { type: 'NoAddress' },
    });
    expect(readSdp('v=0')).toEqual({ ok: false, error: { type: 'SdpUnknown' } });
  });
});
