/** Throws when `condition` is false: for bugs, never for what people or files may do. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Bug: ${message}`);
}

/** Makes a `switch` over a union exhaustive: the compiler refuses a case that was forgotten. */
export const unreachable = (value: never): never => {
  throw new Error(`Bug: unexpected ${JSON.stringify(value)}`);
};
