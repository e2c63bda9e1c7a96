import type { ErrorPlace, Problem } from '@smpp-connect/contracts'

/** A request that did not succeed, with the problem that the API gave, or one of ours where it gave none. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly problem: Problem

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail || problem.title, options)
    this.problem = problem
  }

  get code(): string {
    return this.problem.code
  }

  get status(): number {
    return this.problem.status
  }

  get places(): readonly ErrorPlace[] {
    return this.problem.errors ?? []
  }
}

/** Nobody is logged in, or not any more. */
export function isLoggedOut(failure: unknown): boolean {
  return failure instanceof ApiFailure && failure.status === 401 && failure.code !== 'login-wrong'
}

/** Somebody else saved meanwhile. */
export function isConflict(failure: unknown): boolean {
  return failure instanceof ApiFailure && failure.code === 'version-conflict'
}

/** Whether trying the same once more can help. */
export function isPassing(failure: unknown): boolean {
  return !(failure instanceof ApiFailure) || failure.status === 0 || failure.status >= 500
}

/** The request never got an answer. */
export function unreachable(cause: unknown): ApiFailure {
  return new ApiFailure(
    ours(0, 'unreachable', 'Connect does not answer', 'It may be stopped, or the network between you and it is cut.'),
    { cause },
  )
}

/** The problem of an answer that is no success. A proxy's error page is no problem document: then we say so. */
export function failureOf(status: number, body: unknown): ApiFailure {
  if (isProblem(body)) return new ApiFailure(body)
  const detail = `The answer (HTTP ${status}) did not come from Connect; a proxy between you and it may have made it.`
  return new ApiFailure(ours(status, 'not-connect', 'The answer is not from Connect', detail))
}

/** Words for any failure. */
export function problemOf(failure: unknown): Pick<Problem, 'title' | 'detail' | 'code' | 'traceId'> {
  if (failure instanceof ApiFailure) return failure.problem
  return {
    title: 'Something went wrong in this page',
    detail: failure instanceof Error ? failure.message : String(failure),
    code: 'console',
    traceId: '',
  }
}

/** The name of the field that a JSON pointer into a flat body means: `/host` → `host`. */
export function fieldOf(pointer: string): string {
  return (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The words for each field, first one each. */
export function fieldErrors(places: readonly ErrorPlace[]): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const { pointer, detail } of places) errors[fieldOf(pointer)] ??= sentence(detail)
  return errors
}

/** With a capital letter. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false
  const { code, title, status } = body as Partial<Problem>
  return typeof code === 'string' && typeof title === 'string' && typeof status === 'number'
}

function ours(status: number, code: string, title: string, detail: string): Problem {
  return { type: 'about:blank', title, status, detail, instance: '', code, traceId: '' }
}
