export { Manager, type ManagerOptions } from './manager.ts'
export type { AccessUseCases, Answer, Caller, Idempotency, OpenSession, UseCases } from './use-cases.ts'
