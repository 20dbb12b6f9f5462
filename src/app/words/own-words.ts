/** The words of Grappe's own CSV, in each language: a file made in one is read in the other. */

import type { OwnWords } from '#synthesis/read-lines.ts';
import * as m from './messages/messages.js';
import { locales } from './messages/runtime.js';

export const ownWords = (): OwnWords =>
  locales.map((locale) => ({
    phase: m.export_phase({}, { locale }),
    row: m.export_row({}, { locale }),
    column: m.export_column({}, { locale }),
    note: m.export_note({}, { locale }),
    stressed: m.export_stressed({}, { locale }),
    audience: m.export_audience({}, { locale }),
    theme: m.export_theme({}, { locale }),
    cluster: m.export_cluster({}, { locale }),
    clusterReference: m.export_cluster_reference({}, { locale }),
    reference: m.export_reference({}, { locale }),
    from: m.export_from({}, { locale }),
    parked: m.screen_parking({}, { locale }),
  }));
