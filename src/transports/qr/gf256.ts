/** Arithmetic of the field with 256 elements, on whole rows of bytes. Polynomial 0x11d, as in QR codes themselves. */

const exp = new Uint8Array(512);
const log = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power++) {
  exp[power] = exp[power + 255] = value;
  log[value] = power;
  value <<= 1;
  if (value > 255) value ^= 0x11d;
}

/** Row `a` holds `a` times everything: 64 KB, which spares two look-ups and a test for each byte. */
const products = new Uint8Array(65_536);
for (let a = 1; a < 256; a++) {
  for (let b = 1; b < 256; b++) products[a * 256 + b] = exp[(log[a] ?? 0) + (log[b] ?? 0)] ?? 0;
}

/** What `value` is multiplied by to give 1; `value` is not 0. */
export const inverse = (value: number): number => exp[255 - (log[value] ?? 0)] ?? 0;

/** Adds `factor` times `source` to `target`, from index `from` on. */
export const addScaled = (target: Uint8Array, source: Uint8Array, factor: number, from = 0): void => {
  if (factor === 0) return;
  const end = source.length;
  if (factor === 1) {
    for (let i = from; i < end; i++) target[i]! ^= source[i]!;
    return;
  }
  const row = products.subarray(factor * 256, factor * 256 + 256);
  for (let i = from; i < end; i++) target[i]! ^= row[source[i]!]!;
};

/** Multiplies `target` by `factor`, from index `from` on. */
export const scale = (target: Uint8Array, factor: number, from = 0): void => {
  if (factor === 1) return;
  const row = products.subarray(factor * 256, factor * 256 + 256);
  for (let i = from; i < target.length; i++) target[i] = row[target[i]!]!;
};
