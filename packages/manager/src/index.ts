export { type AccessOptions, type AccessStore, createAccess } from './access/access.ts'
export { canonicalNumber, canonicalSender } from './address/canonical.ts'
export type { Edges } from './edges.ts'
export { Manager, type ManagerOptions } from './manager.ts'
export {
  type AccessUseCases,
  type Answer,
  type Caller,
  CONNECT,
  type Idempotency,
  type KeyedWork,
  type OpenSession,
  type UseCases,
} from './use-cases.ts'
export { verifySlice } from './verify/verify-slice.ts'
