/** Where the changes that storage itself makes to a document come from. */

export type StorageOrigin =
  /** Read from this device's disk: already kept, so never written again. */
  | { readonly type: 'storage'; readonly from: 'disk' }
  /** Heard from another tab of this browser: to be kept here too, but not to be told to the tabs again. */
  | { readonly type: 'storage'; readonly from: 'tab' };

export const fromDisk: StorageOrigin = Object.freeze({ type: 'storage', from: 'disk' });
export const fromTab: StorageOrigin = Object.freeze({ type: 'storage', from: 'tab' });
