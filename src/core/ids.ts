/** Ids are random and branded: a note's id can't be passed where a cluster's is meant. */

declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type BoardId = Brand<string, 'BoardId'>;
export type DeviceId = Brand<string, 'DeviceId'>;

/** Gives `length` random bytes; handed in, so that tests can replay a run. */
export type RandomBytes = (length: number) => Uint8Array;

/** `crypto.getRandomValues`, which plain http pages have too (`crypto.randomUUID` they lack). */
export const randomBytes: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length));

/** URL-safe, without look-alikes being a concern: ids are never typed by hand. */
export const idAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';

/**
 * Makes a random id of `length` characters, 6 bits each.
 * 16 characters (96 bits): a million ids collide with a chance of about 10⁻¹⁷.
 */
export const createId = <Id extends string>(random: RandomBytes = randomBytes, length = 16): Id => {
  let id = '';
  for (const byte of random(length)) id += idAlphabet.charAt(byte & 63);
  return id as Id;
};

/** Gives a random whole number of 32 bits. */
export const createNumber = (random: RandomBytes = randomBytes): number =>
  random(4).reduce((number, byte) => number * 256 + byte, 0);

const idPattern = /^[\w-]{1,64}$/;

/** Tells whether a foreign string has the shape of an id. */
export const isId = (value: unknown): value is string => typeof value === 'string' && idPattern.test(value);
