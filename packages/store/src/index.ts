export * from './port.ts'
export type * from './records.ts'
export { VERIFY_RULES } from './rules/verify.ts'
