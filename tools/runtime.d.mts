export const root: string
export const OLDEST_MAJOR: number
export function pinnedRuntime(platform?: string, arch?: string): string | undefined
export function findRuntime(): string | undefined
