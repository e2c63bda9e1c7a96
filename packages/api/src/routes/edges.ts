import { edgeListSchema } from '@smpp-connect/contracts'
import type { App, Rooms } from '../app.ts'

/** The processes that hold the binds, where they are not within the manager's. */
export function registerEdges(app: App, { useCases }: Rooms): void {
  app.get(
    '/v1/edges',
    {
      schema: {
        operationId: 'listEdges',
        summary: 'Edges, with how their link and their caches of definitions stand',
        description: 'Those that have a certificate or are dialled. None where the edge is within the manager.',
        tags: ['edges'],
        response: { 200: edgeListSchema },
      },
    },
    async () => ({ items: [...useCases.edges()] }),
  )
}
