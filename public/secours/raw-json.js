/**
 * Tells any value that a browser's database can hold as JSON, so that it can be told back (docs/format.md,
 * « grappe-secours »). What JSON has is told as it is; anything else is an object with one key that begins with `$`.
 */

/** Deeper than anything Grappe writes; what is as deep leads round in a circle. */
const depthLimit = 100;

/**
 * @param {unknown} value
 * @returns {Promise<unknown>} What `JSON.stringify` tells without loss.
 */
export const toRawJson = async (value, depth = 0) => {
  if (depth > depthLimit) return { $omitted: 'too deep' };
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { $number: Object.is(value, -0) ? '-0' : String(value) };
    case 'undefined':
      return { $undefined: true };
    case 'bigint':
      return { $bigint: String(value) };
    case 'object':
      return value === null ? null : objectToRawJson(value, depth);
    default:
      return { $omitted: typeof value };
  }
};

/**
 * @param {object} value
 * @param {number} depth
 * @returns {Promise<unknown>}
 */
const objectToRawJson = async (value, depth) => {
  const within = (/** @type {unknown} */ inner) => toRawJson(inner, depth + 1);
  if (value instanceof Uint8Array) return { $bytes: toBase64(value) };
  if (value instanceof ArrayBuffer) return { $buffer: toBase64(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return { $view: [classOf(value), toBase64(bytes)] };
  }
  if (value instanceof Date) {
    const time = value.getTime();
    return { $date: Number.isNaN(time) ? null : time };
  }
  if (value instanceof Map) {
    return { $map: await inTurn(value, ([key, held]) => inTurn([key, held], within)) };
  }
  if (value instanceof Set) return { $set: await inTurn(value, within) };
  if (value instanceof RegExp) return { $regexp: [value.source, value.flags] };
  if (value instanceof Error) return { $error: [value.name, value.message] };
  if (typeof Blob !== 'undefined' && value instanceof Blob) return { $blob: await blobToRawJson(value) };
  if (Array.isArray(value)) return inTurn(value, within);
  if (classOf(value) !== 'Object') return { $omitted: classOf(value) };
  const fields = await inTurn(
    Object.entries(value),
    async ([key, held]) => /** @type {[string, unknown]} */ ([key, await within(held)]),
  );
  // Such keys would be taken for one of ours, or for an object's prototype.
  return fields.some(([key]) => key.startsWith('$') || key === '__proto__')
    ? { $object: fields }
    : Object.fromEntries(fields);
};

/** @param {Blob | File} blob */
const blobToRawJson = async (blob) => {
  const about = 'name' in blob ? { type: blob.type, name: blob.name } : { type: blob.type };
  try {
    return { ...about, bytes: toBase64(new Uint8Array(await blob.arrayBuffer())) };
  } catch (error) {
    return { ...about, error: String(error) };
  }
};

/**
 * @template Item, Told
 * @param {Iterable<Item>} items
 * @param {(item: Item) => Promise<Told>} tell
 * @returns {Promise<Told[]>}
 */
const inTurn = async (items, tell) => {
  /** @type {Told[]} */
  const told = [];
  for (const item of items) told.push(await tell(item));
  return told;
};

/** @param {object} value */
const classOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
const toBase64 = (bytes) => {
  let characters = '';
  // As many arguments as every engine takes at once.
  for (let at = 0; at < bytes.length; at += 8192) {
    characters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(characters);
};
