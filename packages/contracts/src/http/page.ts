import { type CursorKind, cursorSchema } from '../cursor.ts'
import { numberParameterOr } from './number-parameter.ts'

/** What a list takes that is read page by page. `kind`: which list it is, for its cursors. */
export function pageFields(kind: CursorKind) {
  return {
    limit: numberParameterOr(50, 1, 200).describe('Most items on a page.'),
    cursor: cursorSchema(kind),
  }
}
