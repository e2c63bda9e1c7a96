export type { SimulatorControl } from './control.ts'
