import { z } from 'zod'
import { type CursorKind, cursorSchema } from '../cursor.ts'

/** What a list takes that is read page by page. `kind`: which list it is, for its cursors. */
export function pageFields(kind: CursorKind) {
  return {
    limit: z.coerce.number().int().min(1).max(200).default(50).describe('Most items on a page.'),
    cursor: cursorSchema(kind),
  }
}
