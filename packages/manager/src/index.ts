export { type AccessOptions, type AccessStore, createAccess } from './access/access.ts'
export { Manager, type ManagerOptions } from './manager.ts'
export type { AccessUseCases, Answer, Caller, Idempotency, KeyedWork, OpenSession, UseCases } from './use-cases.ts'
export { verifySlice } from './verify/verify-slice.ts'
