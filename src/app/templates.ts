/** The templates of this device: workshops to begin others from. Each is a setting of its own, so that two tabs never write over each other. */

import { createId, type Brand } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { readSetting, writeSetting, type Json } from '#storage/entries.ts';
import type { StorageUnavailable } from '#storage/failure.ts';
import type { Ledger } from '#storage/ledger.ts';
import { listSettings } from '#storage/list-settings.ts';
import { checkTemplate, makeTemplate, templateText, type Template } from '#synthesis/template.ts';
import { fileName } from './file-name.ts';
import { getLocale } from './words/messages/runtime.js';
import type { Workshop } from './workshop.svelte.ts';

export type { Template } from '#synthesis/template.ts';

export type TemplateId = Brand<string, 'TemplateId'>;

export interface SavedTemplate {
  readonly id: TemplateId;
  readonly template: Template;
}

export interface Templates {
  /** By name. What was damaged, or a newer version has written, is left out and stays where it is. */
  list(): Promise<Result<readonly SavedTemplate[], StorageUnavailable>>;
  /** Keeps a template; one of the same content is not kept twice. */
  keep(template: Template, id?: TemplateId): Promise<Result<TemplateId, StorageUnavailable>>;
  remove(id: TemplateId): Promise<Result<void, StorageUnavailable>>;
}

const prefix = 'template/';

export const createTemplates = (ledger: Ledger): Templates => {
  const list = async (): Promise<Result<readonly SavedTemplate[], StorageUnavailable>> => {
    const settings = await listSettings(ledger, prefix);
    if (!settings.ok) return settings;
    const saved = settings.value.flatMap(({ key, value }): SavedTemplate[] => {
      const template = checkTemplate(value);
      return template.ok ? [{ id: key.slice(prefix.length) as TemplateId, template: template.value }] : [];
    });
    return ok(saved.sort((a, b) => a.template.name.localeCompare(b.template.name, getLocale())));
  };

  return {
    list,
    keep: async (template, id = createId<TemplateId>()) => {
      const text = templateText(template);
      const saved = await list();
      if (!saved.ok) return saved;
      const same = saved.value.find((known) => templateText(known.template) === text);
      if (same) return ok(same.id);
      const written = await writeSetting(ledger, prefix + id, JSON.parse(text) as Json);
      if (!written.ok) return written;
      // As with notes: said to be kept only once it was read back.
      const read = await readSetting(ledger, prefix + id);
      return read.ok ? ok(id) : read;
    },
    remove: (id) => writeSetting(ledger, prefix + id, undefined),
  };
};

export const templateOf = ({ board, method }: Workshop, name: string): Template =>
  makeTemplate(board, method, name);

/** A template as a file to give away. `now`: milliseconds since 1970. */
export const templateFile = (
  template: Template,
  now: number,
): { readonly name: string; readonly blob: Blob } => ({
  name: fileName(template.name, now, 'modele.json'),
  blob: new Blob([templateText(template)], { type: 'application/json' }),
});
