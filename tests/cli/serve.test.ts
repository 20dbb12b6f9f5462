import { describe, expect, test } from 'vitest';
import { lanAddresses, parseServeArgs } from '#cli/serve.ts';
import { serveWords } from '#cli/serve-words.ts';

describe('options of serve', () => {
  test.for([
    [[], { port: 4173, host: undefined }],
    [['--port', '8080'], { port: 8080, host: undefined }],
    [['--port=0', '--host', '127.0.0.1'], { port: 0, host: '127.0.0.1' }],
    [['-p', '65535'], { port: 65535, host: undefined }],
  ] as const)('[HS4] %j is understood', ([args, options]) => {
    expect(parseServeArgs(args)).toEqual({ ok: true, value: options });
  });

  test.for([
    [['--port', '65536'], { type: 'PortInvalid', text: '65536' }],
    [['--port', 'http'], { type: 'PortInvalid', text: 'http' }],
    [['--port=-1'], { type: 'PortInvalid', text: '-1' }],
    [['--port'], { type: 'ValueMissing', option: '--port' }],
    [['--host', ''], { type: 'ValueMissing', option: '--host' }],
    [['--prot', '8080'], { type: 'OptionUnknown', text: '--prot' }],
    [['8080'], { type: 'OptionUnknown', text: '8080' }],
  ] as const)('[HS4] %j is refused by its name', ([args, error]) => {
    expect(parseServeArgs(args)).toEqual({ ok: false, error });
  });

  test('[HS4] help goes before everything', () => {
    expect(parseServeArgs(['--help'])).toEqual({ ok: true, value: 'help' });
  });
});

describe('addresses for the room', () => {
  const address = (family: 'IPv4' | 'IPv6', value: string, internal = false) => ({
    family,
    address: value,
    internal,
    netmask: '',
    mac: '',
    cidr: null,
    ...(family === 'IPv6' ? { scopeid: 0 } : {}),
  });

  test('[HS5] the likeliest comes first, and none that leads nowhere', () => {
    const interfaces = {
      lo: [address('IPv4', '127.0.0.1', true)],
      docker0: [address('IPv4', '172.17.0.1')],
      wlan0: [address('IPv4', '192.168.1.20'), address('IPv6', 'fe80::1')],
      eth0: [address('IPv4', '169.254.3.4')],
    } as Parameters<typeof lanAddresses>[0];
    expect(lanAddresses(interfaces)).toEqual(['192.168.1.20', '172.17.0.1']);
  });
});

describe('words of serve', () => {
  test.for([
    [{ LANG: 'fr_FR.UTF-8' }, 'Grappe est prête.'],
    [{ LANG: 'C.UTF-8' }, 'Grappe est prête.'],
    [{}, 'Grappe est prête.'],
    [{ LANG: 'en_GB.UTF-8' }, 'Grappe is ready.'],
    [{ LANG: 'fr_FR.UTF-8', LC_ALL: 'en_US.UTF-8' }, 'Grappe is ready.'],
    [{ LANG: 'de_DE.UTF-8' }, 'Grappe is ready.'],
  ] as const)('[HS5] with %j it says “%s”', ([env, sentence]) => {
    expect(serveWords(env).ready).toBe(sentence);
  });

  test('[HS4] a taken port is answered with another that may be free', () => {
    const refusal = serveWords({ LANG: 'fr' }).refusal({ type: 'PortTaken', port: 4173 });
    expect(refusal).toContain('--port 4174');
    expect(serveWords({ LANG: 'en' }).refusal({ type: 'PortTaken', port: 65535 })).toContain('--port 65534');
  });
});
