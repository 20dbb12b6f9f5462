import { expect, test } from 'vitest';
import { keyboardHeight } from '#ui/shell/keyboard.ts';

test('[FU9] a keyboard is told from a bar of the browser, a page that was moved, and one that was zoomed', () => {
  const page = 740;
  expect(keyboardHeight(page, { height: 740, offsetTop: 0, scale: 1 })).toBe(0);
  expect(keyboardHeight(page, { height: 680, offsetTop: 0, scale: 1 })).toBe(0);
  expect(keyboardHeight(page, { height: 440, offsetTop: 0, scale: 1 })).toBe(300);
  // Safari moves what is seen down over the page, so that the field is in it.
  expect(keyboardHeight(page, { height: 440, offsetTop: 120, scale: 1 })).toBe(180);
  expect(keyboardHeight(page, { height: 370, offsetTop: 100, scale: 2 })).toBe(0);
});
