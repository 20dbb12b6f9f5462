import { describe, expect, test } from 'vitest';
import { lanAddresses } from '#cli/serve.ts';
import { defaultDataFolder } from '#cli/data-folder.ts';
import { parseServeArgs } from '#cli/serve-args.ts';
import { serveWords } from '#cli/serve-words.ts';

describe('options of serve', () => {
  test.for([
    [[], { port: 4173, host: undefined }],
    [['--port', '8080'], { port: 8080, host: undefined }],
    [['--port=0', '--host', '127.0.0.1'], { port: 0, host: '127.0.0.1' }],
    [['-p', '65535'], { port: 65535, host: undefined }],
    [[], { data: undefined, takesNewBoards: true, origins: [], logsConnections: false }],
    [
      ['--data', '/srv/grappe', '--allow-new-boards=off', '--log', 'debug'],
      { data: '/srv/grappe', takesNewBoards: false, logsConnections: true },
    ],
    [
      ['--origin', 'https://a.example', '--origin=http://b.example:8080/'],
      { origins: ['https://a.example', 'http://b.example:8080'] },
    ],
  ] as const)('[HS4] %j is understood', ([args, options]) => {
    expect(parseServeArgs(args)).toMatchObject({ ok: true, value: options });
  });

  test.for([
    [['--port', '65536'], { type: 'PortInvalid', text: '65536' }],
    [['--port', 'http'], { type: 'PortInvalid', text: 'http' }],
    [['--port=-1'], { type: 'PortInvalid', text: '-1' }],
    [['--port'], { type: 'ValueMissing', option: '--port' }],
    [['--host', ''], { type: 'ValueMissing', option: '--host' }],
    [['--prot', '8080'], { type: 'OptionUnknown', text: '--prot' }],
    [['8080'], { type: 'OptionUnknown', text: '8080' }],
    [
      ['--allow-new-boards=no'],
      { type: 'ValueUnknown', option: '--allow-new-boards', text: 'no', known: ['on', 'off'] },
    ],
    [['--origin', 'grappe.example'], { type: 'OriginInvalid', text: 'grappe.example' }],
    [['--origin', 'https://grappe.example/x'], { type: 'OriginInvalid', text: 'https://grappe.example/x' }],
  ] as const)('[HS4] %j is refused by its name', ([args, error]) => {
    expect(parseServeArgs(args)).toEqual({ ok: false, error });
  });

  test('[HR9] where hubs share a database is an option, or of the environment, where nobody else reads it', () => {
    const [postgres, redis] = ['postgres://grappe:secret@db/grappe', 'rediss://:secret@cache'];
    const read = { ok: true, value: { postgres, redis } };
    expect(parseServeArgs(['--postgres', postgres, '--redis', redis])).toMatchObject(read);
    expect(parseServeArgs([], { GRAPPE_POSTGRES: postgres, GRAPPE_REDIS: redis })).toMatchObject(read);
    expect(parseServeArgs(['--redis', redis])).toEqual({ ok: false, error: { type: 'RedisAlone' } });
    for (const args of [
      ['--postgres', 'mysql://:secret@db'],
      ['--redis', ':secret@cache'],
    ]) {
      const refused = parseServeArgs(args);
      expect(refused).toMatchObject({ ok: false, error: { type: 'UrlInvalid', option: args[0] } });
      expect(JSON.stringify(refused)).not.toContain('secret');
    }
  });

  test('[HS4] help goes before everything', () => {
    expect(parseServeArgs(['--help'])).toEqual({ ok: true, value: 'help' });
  });
});

describe('the data folder', () => {
  test.for([
    ['linux', {}, '/home/ada/.local/share/grappe/hub'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/grappe/hub'],
    ['linux', { GRAPPE_DATA: '/srv/grappe', XDG_DATA_HOME: '/data' }, '/srv/grappe'],
    ['linux', { GRAPPE_DATA: '' }, '/home/ada/.local/share/grappe/hub'],
    ['darwin', {}, '/home/ada/Library/Application Support/Grappe/hub'],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' },
      'C:\\Users\\ada\\AppData\\Local\\Grappe\\hub',
    ],
  ] as const)('[HB1] on %s with %j it is %s', ([platform, env, folder]) => {
    expect(defaultDataFolder(env, platform, '/home/ada')).toBe(folder);
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
