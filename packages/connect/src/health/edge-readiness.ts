import type { EdgeRole } from '@smpp-connect/contracts'
import type { BindFigures, SmscFigures } from '@smpp-connect/edge'
import type { EdgeLinkFigures } from '@smpp-connect/link'
import { formatDuration } from '../output/figures.ts'

/** What is known of an edge when somebody asks whether it is ready. */
export interface EdgeSight {
  readonly link: EdgeLinkFigures
  /** Whether the manager has said, since the link is up, which binds it may hold. */
  readonly isTold: boolean
  /** How long submits have waited because the manager is not heard, though there is a link; 0 while they go on. */
  readonly unheardMs: number
  readonly smscs: readonly SmscFigures[]
  readonly isStopping: boolean
  /** Wall clock. */
  readonly nowMs: number
}

/** The answer of /readyz of an edge. */
export interface EdgeReadiness {
  readonly status: 'ready' | 'not-ready'
  readonly edge: string
  readonly role: EdgeRole
  readonly version: string
  readonly link: 'up' | 'down'
  /** Whether its definitions are those of today, as far as it knows. */
  readonly definitions: 'current' | 'stale'
  /** How many binds it is to hold, and how many of them stand. A standby edge is to hold none. */
  readonly binds: { readonly held: number; readonly bound: number }
  /** What is missing, in sentences; empty when it is ready. */
  readonly missing: readonly string[]
}

/**
 * An edge is ready when it is linked with a manager and each bind that it is to hold stands; not while it is being stopped.
 * It never says no for what another edge holds: a standby that is linked is ready.
 */
export function edgeReadiness(
  { edge, role, version }: Pick<EdgeReadiness, 'edge' | 'role' | 'version'>,
  sight: EdgeSight,
): EdgeReadiness {
  const { link, smscs } = sight
  const binds = smscs.flatMap((smsc) => smsc.binds)
  const missing = whatIsMissing(sight)
  return {
    status: missing.length === 0 ? 'ready' : 'not-ready',
    edge,
    role,
    version,
    link: link.state.kind,
    definitions: link.staleSinceMs === undefined ? 'current' : 'stale',
    binds: { held: binds.length, bound: binds.filter(({ status }) => status === 'bound').length },
    missing,
  }
}

/** Round trips are waited for all the time: so long is a stall, or a manager that stands still. */
const UNHEARD_AFTER_MS = 1_000

function whatIsMissing({ link, isTold, unheardMs, smscs, isStopping, nowMs }: EdgeSight): readonly string[] {
  const missing: string[] = []
  const { state, staleSinceMs, notUnderstood } = link
  if (isStopping) missing.push('It is being stopped.')
  if (state.kind === 'down') {
    missing.push(`There is no link to the manager, for ${formatDuration(nowMs - state.sinceMs)}: ${state.reason}.`)
  } else if (notUnderstood.length > 0) {
    missing.push(
      `It does not understand the definition of ${notUnderstood.join(', ')}: the manager is newer. Update it.`,
    )
  } else if (staleSinceMs !== undefined) missing.push('The manager has not told it the definitions yet.')
  else if (!isTold) missing.push('The manager has not said yet which binds it may hold.')
  else if (unheardMs >= UNHEARD_AFTER_MS) {
    missing.push(
      `The manager has not been heard for ${formatDuration(unheardMs)}: texts wait, because somebody may have opted out meanwhile.`,
    )
  }
  for (const { name, binds } of smscs) {
    for (const bind of binds) if (bind.status !== 'bound') missing.push(notBound(name, bind, nowMs))
  }
  return missing
}

function notBound(smsc: string, { name, sinceMs, reason }: BindFigures, nowMs: number): string {
  const since = sinceMs === null ? '' : `, for ${formatDuration(nowMs - sinceMs)}`
  return `${smsc}: ${name} is not bound${since}${reason === '' ? '.' : `: ${reason}`}`
}
