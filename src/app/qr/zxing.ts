/** The reader of QR codes, ZXing: what is used of it, and how it is asked. */

/** What is used of the module, of which zxing-wasm 3.1 calls this part internal: its version is pinned. */
export interface Zxing {
  readonly HEAPU8: Uint8Array;
  _malloc(size: number): number;
  _free(pointer: number): void;
  /** `pointer`: one byte of brightness a pixel. */
  readBarcodesFromPixmap(
    pointer: number,
    width: number,
    height: number,
    options: Readonly<Record<string, unknown>>,
  ): { size(): number; get(index: number): ZxingCode | undefined; delete?(): void };
}

type Place = { readonly x: number; readonly y: number };
interface ZxingCode {
  readonly isValid: boolean;
  readonly bytes: Uint8Array;
  readonly position: Readonly<Record<'topLeft' | 'topRight' | 'bottomRight' | 'bottomLeft', Place>>;
}

export type Corner = readonly [x: number, y: number];

export interface FoundCode {
  /** In pixels of the picture, around the code, from its top left. */
  readonly corners: readonly Corner[];
  /** Undefined: found, but not read. */
  readonly bytes: Uint8Array | undefined;
}

/** Of the largest number that is shown. */
const codeLimit = 4;

/** Numbers are places in lists of the module. */
const searching = {
  formats: 'QRCode',
  tryHarder: false,
  tryRotate: false,
  tryInvert: false,
  tryDownscale: true,
  tryDenoise: false,
  binarizer: 0,
  isPure: false,
  downscaleFactor: 3,
  downscaleThreshold: 500,
  minLineCount: 2,
  // What looks like a code counts here, too.
  maxNumberOfSymbols: 3 * codeLimit,
  validateOptionalChecksum: false,
  returnErrors: true,
  eanAddOnSymbol: 0,
  textMode: 0,
  characterSet: 0,
  tryCode39ExtendedMode: false,
};

export type Search = typeof searching;

export const searches = {
  /** Finds codes anywhere and of any size, those that can't be read as well. */
  searching,
  /** What was read a moment ago is read again: half the time. */
  following: {
    ...searching,
    tryDownscale: false,
    maxNumberOfSymbols: codeLimit,
    returnErrors: false,
  },
  /** Codes with squares of many pixels are read from smaller pictures only. */
  followingLarge: { ...searching, maxNumberOfSymbols: codeLimit, returnErrors: false },
  /** A photo is looked at once, and comes from further away. */
  thorough: { ...searching, tryHarder: true, tryRotate: true, tryDenoise: true },
} satisfies Readonly<Record<string, Search>>;

/** `left` and `top` are added to what was found in a part of the picture. */
export const readCodes = (
  zxing: Zxing,
  { pointer, width, height, left = 0, top = 0 }: Area,
  search: Search,
): readonly FoundCode[] => {
  const found = zxing.readBarcodesFromPixmap(pointer, width, height, search);
  const codes: FoundCode[] = [];
  for (let index = 0; index < found.size(); index++) {
    const code = found.get(index);
    if (!code) continue;
    const { topLeft, topRight, bottomRight, bottomLeft } = code.position;
    const corners = [topLeft, topRight, bottomRight, bottomLeft].map(
      ({ x, y }) => [x + left, y + top] as const,
    );
    codes.push({ corners, bytes: code.isValid ? code.bytes : undefined });
  }
  found.delete?.();
  return codes;
};

export interface Area {
  /** Into the module's memory, where its rows stand one behind the other. */
  readonly pointer: number;
  readonly width: number;
  readonly height: number;
  readonly left?: number;
  readonly top?: number;
}
