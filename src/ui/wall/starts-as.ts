/** How the wall is shown to whoever has not chosen: a plane, and on a phone a list. */
export const wallStartsAs = (): 'free' | 'list' =>
  matchMedia('(max-width: 560px)').matches ? 'list' : 'free';
