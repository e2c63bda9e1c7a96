import { z } from 'zod'

/** What every list takes. */
export const pageFields = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Most items on a page.'),
  cursor: z.string().max(200).optional().describe('Where to go on: `next` of the page before.'),
}
