/** The words of exported tables that no method has. */

import type { TableLabels } from '#synthesis/labels.ts';
import * as m from './messages/messages.js';
import { getLocale } from './messages/runtime.js';

export const tableLabels = (): TableLabels => ({
  locale: getLocale(),
  untitled: m.export_untitled(),
  theme: m.export_theme(),
  place: m.export_place(),
  date: m.export_date(),
  phase: m.export_phase(),
  row: m.export_row(),
  column: m.export_column(),
  note: m.export_note(),
  stressed: m.export_stressed(),
  audience: m.export_audience(),
  cluster: m.export_cluster(),
  yes: m.export_yes(),
  retexList: m.export_retex_list(),
  parked: m.screen_parking(),
  attached: {
    drawing: m.export_drawing(),
    photo: m.export_photo(),
    voice: m.export_voice(),
  },
});
