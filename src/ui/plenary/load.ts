/** A step in between: what names the parts of the plenary screen is not on the way of a phone that comes to write. */
export const loadPlenary = () => import('./Plenary.svelte');
