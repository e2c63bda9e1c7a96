export { SmppServer } from './server.ts'
export type { BindAttempt, BindVerdict, OutbindCall, ServerLimits, ServerOptions } from './server-options.ts'
export { verifyPassword } from './verify-password.ts'
