/** A two-way way between two devices: whole messages, in order, until it ends. Nothing that it brings is trusted. */

export interface LinkEars {
  readonly message: (bytes: Uint8Array) => void;
  /** There is room again for what waits. */
  readonly drain: () => void;
  /** It is over, and brings nothing more. */
  readonly end: () => void;
}

export interface Link {
  readonly send: (bytes: Uint8Array) => void;
  /** Bytes that were handed over and have not left this device. */
  readonly bufferedBytes: () => number;
  /** Begins to hear, once; what came before waits until then. */
  readonly hear: (ears: LinkEars) => void;
  /** Nothing comes through: tries to find the other again. What was handed over meanwhile then comes through as well. */
  readonly revive: () => void;
  /** Lets what was handed over leave, and ends it. */
  readonly close: () => void;
}
