export type { Ledger, LedgerCounters, LedgerReply, LedgerSubmit } from './centre/ledger.ts'
export type { IdForm, IdForms } from './centre/message-number.ts'
export { NUMBER_OUTCOMES, type NumberOutcome, outcomeOf, type SubmitCourse } from './centre/outcome.ts'
export type { SimulatorControl } from './control.ts'
export {
  DEFAULT_LIMITS,
  type SimulatorAccount,
  type SimulatorFaults,
  type SimulatorLimits,
  type SimulatorOptions,
} from './options.ts'
export { phoneNumberOf } from './phone/phone-number.ts'
export { Simulator } from './simulator.ts'
