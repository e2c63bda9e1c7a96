export { createApi } from './api.ts'
export type { App } from './app.ts'
export { type ApiLimits, type ApiOptions, DEFAULT_LIMITS } from './options.ts'
