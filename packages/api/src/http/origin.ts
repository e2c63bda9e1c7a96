import type { FastifyRequest } from 'fastify'
import { refused } from './problem.ts'

/** How the outside world reaches us, as far as a request and the settings tell. */
export class Origins {
  readonly #public: URL | undefined

  constructor(publicBaseUrl: string | undefined) {
    this.#public = publicBaseUrl === undefined ? undefined : new URL(publicBaseUrl)
  }

  /** What stands before `/errors/…` in a problem's type; empty makes it relative to the request's own address. */
  get base(): string {
    return this.#public === undefined ? '' : this.#public.href.replace(/\/+$/, '')
  }

  /** Whether the browser sees https: our own TLS, a trusted proxy that says so, or the public address. */
  isSecure(request: FastifyRequest): boolean {
    if (request.protocol === 'https') return true
    return this.#public?.protocol === 'https:' && request.headers.host === this.#public.host
  }

  /**
   * Refuses a request that a page of another site made with our cookie (ASVS 5.0 V3.5). Browsers say so themselves in
   * Sec-Fetch-Site, older ones in Origin. `proof` says what follows when neither is there: `required` refuses, because a
   * cookie came along; `if-stated` lets it pass, because there is no cookie that could be abused.
   */
  check(request: FastifyRequest, proof: 'required' | 'if-stated'): void {
    const site = request.headers['sec-fetch-site']
    if (site === 'same-origin' || site === 'none') return
    if (site !== undefined) throw foreign()
    const origin = request.headers.origin
    if (origin !== undefined) {
      if (this.#isOurs(origin, request)) return
      throw foreign()
    }
    if (proof === 'required') {
      throw refused('origin-refused', 'A request with the session cookie must say where it comes from (Origin).')
    }
  }

  #isOurs(origin: string, request: FastifyRequest): boolean {
    if (!URL.canParse(origin)) return false
    const { host, origin: canonical } = new URL(origin)
    return host === request.headers.host || canonical === this.#public?.origin
  }
}

function foreign() {
  return refused('origin-refused', 'The request came from a page of another site.')
}
