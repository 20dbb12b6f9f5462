/** The links of the navigation « Atelier », in the order of an afternoon. */

import type { Component } from 'svelte';
import Columns3 from '@lucide/svelte/icons/columns-3';
import FileText from '@lucide/svelte/icons/file-text';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Megaphone from '@lucide/svelte/icons/megaphone';
import PenLine from '@lucide/svelte/icons/pen-line';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import Table from '@lucide/svelte/icons/table-2';
import Users from '@lucide/svelte/icons/users-round';
import Vote from '@lucide/svelte/icons/vote';
import { routeHref, type Screen } from '#app/router.svelte.ts';
import { local } from '#app/words/locale.svelte.ts';
import * as m from '#app/words/messages/messages.js';
import type { Workshop } from '#app/workshop.svelte.ts';
import { mode } from '../theme/theme.svelte.ts';

export interface WorkshopLink {
  readonly href: string;
  readonly label: string;
  readonly icon: Component<{ 'aria-hidden'?: 'true' }>;
  readonly isCurrent: boolean;
}

export const workshopLinks = ({ id, method, role }: Workshop, current: Screen): readonly WorkshopLink[] => {
  const link = (screen: Screen, label: string, icon: unknown): WorkshopLink => ({
    href: routeHref({ name: 'workshop', id, screen }),
    label,
    icon: icon as WorkshopLink['icon'],
    isCurrent: isSame(screen, current),
  });
  const capture = link({ name: 'capture' }, m.screen_capture(), PenLine);
  const votes = link({ name: 'votes' }, m.screen_votes(), Vote);
  if (mode.value === 'simple') return [capture, votes];
  return [
    link({ name: 'prepare' }, m.screen_prepare(), ListChecks),
    // Others come to it from « Préparer ».
    ...(role.leads ? [link({ name: 'lead' }, m.screen_lead(), Megaphone)] : []),
    capture,
    link({ name: 'wall' }, m.screen_wall(), StickyNote),
    votes,
    ...method.phases.map((phase) =>
      link(
        { name: 'phase', phase: phase.id },
        local(phase.title),
        phase.rows.type === 'whole' ? Columns3 : Table,
      ),
    ),
    link({ name: 'synthesis' }, m.screen_synthesis(), FileText),
    link({ name: 'gather' }, m.screen_gather(), Users),
  ];
};

const isSame = (a: Screen, b: Screen): boolean =>
  a.name === b.name && (a.name !== 'phase' || b.name !== 'phase' || a.phase === b.phase);
