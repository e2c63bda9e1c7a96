export { Edge, type EdgeOptions } from './edge.ts'
export { SeatKeeper, type SeatKeeperParts } from './seats/seat-keeper.ts'
