export { InProcessLink } from './in-process.ts'
