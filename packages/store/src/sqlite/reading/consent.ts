import type { SQLInputValue } from 'node:sqlite'
import { readCursor } from '@smpp-connect/contracts'
import { pageOf } from '../../paging.ts'
import type { Store } from '../../port.ts'
import { OPT_OUT_COLUMNS, OURS_IS, optOutRecord } from '../tables/consent.ts'
import type { Statements } from '../tables/context.ts'
import type { Sync } from './sync.ts'

export function consentQueries(statements: Statements): Sync<Pick<Store, 'optedOut' | 'optOuts'>> {
  const optedOut = statements.of(`SELECT 1 FROM opt_outs WHERE person = ? AND (${OURS_IS} OR ours = '')`)
  return {
    optedOut: (pairs) => pairs.map(({ person, ours }) => optedOut.get(person, ours) !== undefined),
    optOuts({ limit, cursor, person }) {
      const values: SQLInputValue[] = [readCursor('o', cursor) ?? Number.MAX_SAFE_INTEGER]
      if (person !== undefined) values.push(person)
      // One person has few; the order of a page is then sorted, and read from the table otherwise.
      const rows = statements
        .of(
          `SELECT ${OPT_OUT_COLUMNS} FROM opt_outs WHERE seq < ?${person === undefined ? '' : ' AND person = ?'}
          ORDER BY ${person === undefined ? '' : '+'}seq DESC LIMIT ?`,
        )
        .all(...values, Math.max(0, limit) + 1)
      return pageOf(rows, limit, 'o', (row) => Number(row[0]), optOutRecord)
    },
  }
}
