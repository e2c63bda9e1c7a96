/** Where the processes of a change are killed, in the order of its way. */
export const MANAGER_DIES = ['before it is stored', 'after it is stored', 'before the edge is told'] as const
export const EDGE_DIES = [
  'before it is carried out',
  'between the old bind and the new',
  'before it is confirmed',
] as const
export type DyingPoint = (typeof MANAGER_DIES)[number] | (typeof EDGE_DIES)[number]
