import makeMdns from 'multicast-dns';
import { describe, expect, test } from 'vitest';
import { takeLocalName } from '#hub/local-name.ts';
import { afterwards, until } from './hub-steps.ts';

/** Not the port of the machine's own. */
const onLoopback = { port: 15_353, interface: '127.0.0.1', bind: '0.0.0.0' };

describe('the name on the network', () => {
  test('[HB19] a hub answers to grappe.local, and a second one to the next', async () => {
    const first = await takeLocalName(() => ['192.168.1.20'], onLoopback);
    afterwards(() => first?.end());
    const second = await takeLocalName(() => ['192.168.1.30'], onLoopback);
    afterwards(() => second?.end());
    expect([first?.name, second?.name]).toEqual(['grappe.local', 'grappe-2.local']);
    const asker = makeMdns(onLoopback);
    afterwards(() => asker.destroy());
    const heard = new Map<string, string>();
    asker.on('response', ({ answers }) => {
      for (const answer of answers ?? []) if (answer.type === 'A') heard.set(answer.name, answer.data);
    });
    asker.query({
      questions: ['grappe.local', 'GRAPPE-2.local'].map((name) => ({ name, type: 'A' as const })),
    });
    await until('answers', () => heard.size === 2);
    expect(Object.fromEntries(heard)).toEqual({
      'grappe.local': '192.168.1.20',
      'grappe-2.local': '192.168.1.30',
    });
  });

  test('[HB19] a network without multicast keeps no hub from starting', async () => {
    expect(await takeLocalName(() => [], { port: 15_353, interface: '203.0.113.1' })).toBeUndefined();
  });
});
