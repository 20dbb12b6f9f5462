/** A document as a printer sets it, in its own language: the one place where what people typed is set. */

import type { Block, Cell, Item, SynthesisDocument } from './document.ts';
import { typeset } from './typeset.ts';

/** Addresses, references and the workshop's own name, by which files are called, stay as they are. */
export const typesetDocument = (document: SynthesisDocument): SynthesisDocument => {
  const set = (text: string): string => typeset(text, document.locale);
  const item = (each: Item): Item => ({ ...each, text: set(each.text) });
  const cell = (each: Cell): Cell => {
    switch (each.type) {
      case 'notes':
      case 'named':
        return { ...each, items: each.items.map(item) };
      case 'words':
        return {
          ...each,
          text: set(each.text),
          ...(each.quiet !== undefined && { quiet: set(each.quiet) }),
        };
      case 'number':
        return each;
    }
  };
  const block = (each: Block): Block => {
    switch (each.type) {
      case 'heading':
      case 'words':
        return { ...each, text: set(each.text) };
      case 'case':
        return { ...each, scope: set(each.scope), title: set(each.title), text: set(each.text) };
      case 'items':
        return { ...each, items: each.items.map(item) };
      case 'table':
        return {
          ...each,
          caption: set(each.caption),
          columns: each.columns.map((column) => ({ ...column, title: set(column.title) })),
          rows: each.rows.map((row) => row.map(cell)),
        };
      case 'picture':
        return { ...each, alt: set(each.alt), caption: set(each.caption) };
    }
  };
  return {
    ...document,
    theme: set(document.theme),
    themeLine: set(document.themeLine),
    title: set(document.title),
    facts: document.facts.map(set),
    parts: document.parts.map(({ id, blocks }) => ({ id, blocks: blocks.map(block) })),
  };
};
