export { SmppServer } from './server.ts'
export type { BindAttempt, BindVerdict, ServerLimits, ServerOptions } from './server-options.ts'
export { verifyPassword } from './verify-password.ts'
