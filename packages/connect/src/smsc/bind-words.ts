import type { BindView, SmscView } from '@smpp-connect/contracts'
import { formatDuration } from '../output/figures.ts'
import { printable } from '../output/style.ts'

/** How an SMSC stands, in a few words: `bound`, `1 of 2 bound; waiting: connection refused, again in 12 s`. */
export function standing(
  smsc: Pick<SmscView, 'enabled' | 'binds'> & Partial<Pick<SmscView, 'deletion'>>,
  nowMs: number,
): string {
  const { enabled, binds, deletion } = smsc
  if (deletion) return `being deleted; ${standing({ enabled, binds }, nowMs)}`
  if (!enabled) return 'disabled'
  const bound = binds.filter(({ status }) => status === 'bound').length
  if (binds.length === 0) return 'no binds yet'
  if (bound === binds.length) return bound === 1 ? 'bound' : `${bound} bound`
  const others = [...new Set(binds.filter(({ status }) => status !== 'bound').map((bind) => bindWords(bind, nowMs)))]
  return [...(bound > 0 ? [`${bound} of ${binds.length} bound`] : []), ...others].join('; ')
}

/** What a bind does and why: `waiting: wrong password, again in 12 s`. */
export function bindWords({ status, reason, retryAt }: BindView, nowMs: number): string {
  const why = reason === '' ? '' : `: ${printable(reason.replace(/\.$/, ''), 120)}`
  const again = retryAt === null ? '' : `, again in ${formatDuration(Date.parse(retryAt) - nowMs)}`
  return `${status}${why}${again}`
}

/** `12 parts a second; slowed to 3.2 because it asked for less`. */
export function paceWords({ perSecond, binds }: Pick<SmscView, 'perSecond' | 'binds'>): string {
  const usual = perSecond === null ? 'no limit of ours' : `${perSecond} a second`
  const slowed = binds.find(({ slowedTo }) => slowedTo !== null)?.slowedTo ?? null
  return slowed === null ? usual : `${usual}; slowed to ${rounded(slowed)} a second, because it asked for less`
}

/** The same in a cell of a list; empty when it is as the definition has it. */
export function slowedCell({ binds }: Pick<SmscView, 'binds'>): string {
  const slowed = binds.find(({ slowedTo }) => slowedTo !== null)?.slowedTo ?? null
  return slowed === null ? '' : `to ${rounded(slowed)}/s`
}

function rounded(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond))
}
