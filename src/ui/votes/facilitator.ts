/** Who leads the room. */

import type { OpenWorkshop } from '#app/grappe.ts';

/** Tells whether this device opens and closes votes, and promotes what was chosen. */
export const leads = ({ workshop }: OpenWorkshop): boolean => workshop.role.leads;
