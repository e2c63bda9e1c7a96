export { Edge, type EdgeOptions } from './edge.ts'
