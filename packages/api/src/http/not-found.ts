import type { FastifyInstance } from 'fastify'
import { pathOf, refused } from './problem.ts'

interface Known {
  readonly pattern: RegExp
  readonly methods: Set<string>
}

/** Remembers which methods each address takes, so that a wrong method is told from a wrong address. */
export class RouteTable {
  readonly #known = new Map<string, Known>()

  /** Follows the routes of `app` from now on. */
  follow(app: FastifyInstance): void {
    app.addHook('onRoute', ({ url, method }) => {
      if (url.includes('*')) return
      const known = this.#known.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() }
      for (const each of [method].flat()) known.methods.add(each)
      this.#known.set(url, known)
    })
  }

  /** What to answer to a request that no route took. */
  refusalOf(method: string, url: string) {
    const path = pathOf(url)
    const allowed = [...this.#known.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((each) => [...each.methods])
    if (allowed.length === 0 || allowed.includes(method))
      return refused('not-found', 'There is nothing at this address.')
    const allow = [...new Set(allowed)].sort().join(', ')
    return refused('method-not-allowed', `This address takes ${allow}.`, { headers: { allow } })
  }
}

function patternOf(url: string): RegExp {
  const steps = url
    .split('/')
    .map((step) => (step.startsWith(':') ? '[^/]+' : step.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  return new RegExp(`^${steps.join('/')}$`)
}
