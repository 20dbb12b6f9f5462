/**
 * A choice that holds for this device, known before anything is drawn. Storage of this kind may be refused (private
 * windows); the choice then lasts until reload.
 */
export const createChoice = <Value extends string>(name: string, values: readonly [Value, ...Value[]]) => {
  const key = `grappe.${name}`;
  const read = (): Value => {
    try {
      const stored = localStorage.getItem(key);
      return values.find((known) => known === stored) ?? values[0];
    } catch {
      return values[0];
    }
  };
  let value = $state(read());
  // Another window of the app: the plenary screen looks as whoever leads has it.
  addEventListener('storage', (event) => event.key === key && (value = read()));
  return {
    get value() {
      return value;
    },
    set value(next: Value) {
      value = next;
      try {
        localStorage.setItem(key, next);
      } catch {
        // As in read.
      }
    },
  };
};
