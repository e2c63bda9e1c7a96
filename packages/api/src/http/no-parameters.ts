import { z } from 'zod'
import type { App } from '../app.ts'

const NO_PARAMETERS = z.strictObject({})

/**
 * A route that says nothing of parameters takes none, and refuses them: whoever asks for `?limit=5`, or for `?dryRun=1`,
 * must not take the answer for one that heeds it. Comes before the routes.
 */
export function refuseUnknownParameters(app: App): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/v1/')) return
    route.schema = { querystring: NO_PARAMETERS, ...route.schema }
  })
}
