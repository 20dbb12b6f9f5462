import { expect, test } from 'vitest';
import { socketUrl } from '#app/hub/hub-address.ts';

test('[HR10] the address of the WebSocket says for which board it is', () => {
  const url = socketUrl('https://grappe.example', 'ABCDEFGHIJKLMNOP');
  expect(url).toBe('wss://grappe.example/hub?board=ABCDEFGHIJKLMNOP');
});
