/** The application as its screens see it: the workshops of this device and what can be done with them. */

import { getContext, setContext } from 'svelte';
import type { WorkshopDraft, NotADate, TitleEmpty } from '#board/commands/workshop.ts';
import type { TitleTooLong } from '#board/commands/title.ts';
import type { BoardId } from '#core/ids.ts';
import type { Result } from '#core/result.ts';
import type { Erasure } from '#storage/erase.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Template } from '#synthesis/template.ts';
import type { Attachments } from './attachments/attachments.svelte.ts';
import type { Backups } from './backups/backups.svelte.ts';
import type { ExportedFile, ExportFormat, ExportOptions } from './export-file.ts';
import type {
  FileError,
  MergeDeclined,
  OpenedFile,
  OpenedFiles,
  OpenError,
  OpenOptions,
  WaitingFile,
} from './open-file.ts';
import type { ReadFile } from './read-file.ts';
import type { Gathered } from './gathered.svelte.ts';
import type { Hub } from './hub/hubs.svelte.ts';
import type { PeerClocks } from './peer-clocks.ts';
import type { Invitation } from './join-link.ts';
import type { Preflight } from './preflight/preflight.svelte.ts';
import type { Screen } from './router.svelte.ts';
import type { Safety } from './safety.ts';
import type { SaveState } from './save-state.ts';
import type { Templates } from './templates.ts';
import type { WorkshopMissing } from './words/sentences.ts';
import type { Workshop } from './workshop.svelte.ts';

export type { Erasure } from '#storage/erase.ts';

/** What the home page says of a workshop without opening it. */
export interface WorkshopCard {
  readonly id: BoardId;
  readonly title: string;
  readonly place: string;
  /** ISO 8601 calendar date, or empty. */
  readonly date: string;
  readonly noteCount: number;
  readonly clusterCount: number;
  /** Kinds' hues of a few notes, for the little picture. */
  readonly hues: readonly string[];
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  /** When a file of it was last saved, or null. */
  readonly exportedAt: number | null;
}

/** The tablet is passed from hand to hand: one screen, until whoever leads ends it. */
export interface PassMode {
  readonly board: BoardId;
  /** Notes that each may write; null: as many as they like. */
  readonly quota: number | null;
  /** Hash of the code that ends it; null: none is asked for. */
  readonly pin: string | null;
}

export type StorageError = StorageUnavailable | WorkshopMissing;

/** A workshop that is open in this window. */
export interface OpenWorkshop {
  readonly workshop: Workshop;
  /** Follows storage: what is on screen is saved, being saved, or not saved. */
  readonly saveState: SaveState;
  /** Resolves when all that is on screen is on the disk. */
  whenSaved(): Promise<void>;
  /** Tries again at once, after a failure. */
  retrySave(): void;
  /** Records that were found damaged when it was opened, and set aside. */
  readonly setAside: number;
  /**
   * Makes one of all that was written on the disk, so that it does not tell in which order: for a tablet that is passed
   * round.
   */
  blend(): Promise<void>;
  /** The hub that it goes by, once that was looked for; null before, and where nobody shares this workshop. */
  readonly hub: Hub | null;
  /** Its hub, to connect or to invite by. */
  useHub(): Promise<Hub>;
  /** Its restore points, and what was set aside. */
  safety(): Promise<Safety>;
  close(): Promise<void>;
}

export interface Grappe {
  /** Newest first; follows storage. Undefined until first read. */
  readonly workshops: readonly WorkshopCard[] | undefined;
  /** Why the device's storage can't be used, or null. */
  readonly storageError: StorageError | null;
  /** A newer version of the application, in another tab, has taken over this device's storage: this one must be reloaded. */
  readonly outdated: boolean;
  /** Workshops that were left while the disk refused what was new in them: open, and being tried again. */
  readonly unsaved: readonly BoardId[];
  /** What the browser answered when asked to keep the data; `unasked` before the first note. */
  readonly persistence: 'unasked' | 'granted' | 'denied' | 'unsupported';

  /** `template`: what else the new workshop begins with. */
  create(
    draft: WorkshopDraft,
    template?: Template,
  ): Promise<Result<BoardId, TitleEmpty | TitleTooLong | NotADate | StorageError>>;
  /** Makes a place on this device for a workshop that a link invites to, unless it has one. */
  join(invitation: Invitation): Promise<Result<BoardId, StorageError>>;
  open(id: BoardId): Promise<Result<OpenWorkshop, StorageError>>;
  /** Reads a `.grappe`, JSON or rescue file of any name, or a parcel, and puts all that it holds among the workshops. */
  openFile(
    file: Blob & { readonly name?: string },
    options?: OpenOptions,
  ): Promise<Result<OpenedFile, OpenError>>;
  /** Reads a file, and puts nothing anywhere: for several, which are then taken together. */
  readFile(
    file: Blob,
    options?: Pick<OpenOptions, 'base' | 'signal'>,
  ): Promise<Result<ReadFile, FileError | MergeDeclined>>;
  /** Puts all that the files hold among the workshops, with one question for each that is here. */
  takeFiles(
    files: readonly WaitingFile[],
    options: Pick<OpenOptions, 'ask'>,
  ): Promise<Result<OpenedFiles, StorageError>>;
  openExample(): Promise<Result<BoardId, StorageError>>;
  /** Makes the workshop of the guided example, or finds it again; `screen`: where to go on. */
  openPractice(): Promise<Result<{ readonly id: BoardId; readonly screen: Screen }, StorageError>>;
  /** The workshop opened last on this device. */
  lastWorkshop(): Promise<BoardId | null>;
  /** Removes a workshop from this device, and counts what went. */
  erase(id: BoardId): Promise<Result<Erasure, StorageError>>;
  /** Makes a file of an open workshop; works from memory, so also while saving fails. */
  exportFile(workshop: Workshop, format: ExportFormat, options?: ExportOptions): Promise<ExportedFile>;

  /** What the notes of a workshop carry beside their texts; a part of its own, loaded when first asked for. */
  attachments(id: BoardId): Promise<Attachments>;

  /** What is known of other devices' clocks; a part of its own, loaded when first asked for. */
  peerClocks(): Promise<PeerClocks>;

  /** Which devices' files were brought into a workshop; likewise. */
  gathered(id: BoardId): Promise<Gathered>;
  /** What people call this device, for those that get its files; may be empty. */
  deviceName(): Promise<string>;
  nameDevice(name: string): void;

  /** Workshops to begin others from; likewise. */
  templates(): Promise<Templates>;

  /** Backups; a part of its own, loaded when first asked for. */
  backups(): Promise<Backups>;
  /** The checks before a workshop; likewise. */
  preflight(): Promise<Preflight>;

  /** Whether this tablet is passed round; kept on the device, so that a killed tab comes back to it. */
  readonly pass: PassMode | null;
  setPass(mode: PassMode | null): void;

  /** A text being typed, kept so that a killed tab loses nothing. */
  readDraft(key: string): Promise<unknown>;
  writeDraft(key: string, value: unknown): void;
}

const key = Symbol('grappe');
export const provideGrappe = (grappe: Grappe): Grappe => setContext(key, grappe);
export const useGrappe = (): Grappe => getContext(key);
