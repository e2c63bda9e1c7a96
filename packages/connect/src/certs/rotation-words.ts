import type { EdgeStanding } from '@smpp-connect/link'
import { formatNoun } from '../output/figures.ts'

/** How far the replacement of the authority has come, and what is next. */
export function progressOf(standings: readonly EdgeStanding[]): string {
  const older = standings.flatMap(({ edgeId, isOlder }) => (isOlder ? [edgeId] : []))
  if (older.length === 0) {
    return (
      'The authority is being replaced, and no edge needs the older one any more: ' +
      '`npx connect certs retire-authority` ends it.'
    )
  }
  return (
    `The authority is being replaced; ${older.length} of ${formatNoun(standings.length, 'edge')} ` +
    `${older.length === 1 ? 'has' : 'have'} no certificate of the new one yet: ${older.join(', ')}. ` +
    'An edge gets it within seconds when it is linked.'
  )
}
