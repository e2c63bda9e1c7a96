import type { SmscView } from '@smpp-connect/contracts'
import { formatCount } from '../output/figures.ts'
import { printable } from '../output/style.ts'
import { doubtful, type Finding, good, wrong } from './finding.ts'

/** Many more than come from a moment's disorder. */
const MANY_PARKED = 20
/** Round trips vary; a window that is short by less than this is in order. */
const WINDOW_SHORTAGE = 0.8

/** What is wrong or doubtful with the SMSCs, one by one and together. */
export function smscChecks(smscs: readonly SmscView[]): readonly Finding[] {
  if (smscs.length === 0) return [wrong('no-smsc', 'There is no SMSC: nothing can be sent.', 'Add one in the console.')]
  const found = [...smscs.flatMap(checksOf), ...twins(smscs)].filter((one) => one !== undefined)
  return found.length > 0 ? found : [good('smscs', `${smscs.length === 1 ? 'The SMSC is' : 'All SMSCs are'} in order.`)]
}

function checksOf(smsc: SmscView): readonly (Finding | undefined)[] {
  return [binds(smsc), disabled(smsc), stale(smsc), slowed(smsc), window(smsc), password(smsc), plain(smsc)]
}

const nameOf = ({ name }: SmscView): string => printable(name, 30)

function binds(smsc: SmscView): Finding | undefined {
  if (!smsc.enabled) return undefined
  const down = smsc.binds.filter(({ status }) => status !== 'bound')
  if (smsc.binds.length > 0 && down.length === 0) return undefined
  const why = down.find(({ reason }) => reason !== '')?.reason ?? 'no edge holds a bind with it'
  const said = `${nameOf(smsc)} is not bound${smsc.binds.length > down.length ? ' with all its binds' : ''}: ${printable(why)}`
  return wrong(
    'bind',
    said.endsWith('.') ? said : `${said}.`,
    `npx connect smsc test ${JSON.stringify(nameOf(smsc))} says more.`,
  )
}

function disabled(smsc: SmscView): Finding | undefined {
  const open = smsc.waiting + smsc.outstanding
  if (smsc.enabled || open === 0) return undefined
  return doubtful(
    'disabled-with-work',
    `${nameOf(smsc)} is disabled, and ${formatCount(open)} parts wait for it.`,
    'Enable it, or route them elsewhere.',
  )
}

function stale(smsc: SmscView): Finding | undefined {
  const behind = smsc.binds.find(({ definitionVersion }) => definitionVersion !== smsc.version)
  if (!smsc.enabled || !behind) return undefined
  return doubtful(
    'stale-definition',
    `A bind of ${nameOf(smsc)} carries out version ${behind.definitionVersion}; version ${smsc.version} is stored.`,
    'It follows within a second. If not, the link to its edge is down: see its log.',
  )
}

function slowed(smsc: SmscView): Finding | undefined {
  const to = smsc.binds.find(({ slowedTo }) => slowedTo !== null)?.slowedTo
  if (to === undefined || to === null) return undefined
  return doubtful(
    'slowed',
    `${nameOf(smsc)} takes no more than ${to.toPrecision(3)} parts a second.`,
    'Set that pace on its definition, or ask the provider for more.',
  )
}

/** By Little's law a window carries itself, divided by the round trip, a second. */
function window(smsc: SmscView): Finding | undefined {
  const { perSecond, windowSize } = smsc
  const times = smsc.binds.flatMap(({ roundTripMs }) => (roundTripMs === null ? [] : [roundTripMs]))
  if (perSecond === null || times.length === 0) return undefined
  const carries = times.reduce((sum, ms) => sum + (windowSize * 1_000) / Math.max(1, ms), 0)
  if (carries >= perSecond * WINDOW_SHORTAGE) return undefined
  const wanted = Math.ceil((windowSize * perSecond) / carries)
  return doubtful(
    'window',
    `The window of ${nameOf(smsc)} carries ${Math.floor(carries)} parts a second, and its pace allows ${perSecond}.`,
    `A window of ${wanted} would do, if the provider allows it.`,
  )
}

function password(smsc: SmscView): Finding | undefined {
  if (smsc.hasPassword) return undefined
  return doubtful('no-password', `${nameOf(smsc)} has no password.`, 'Most SMSCs want one: see its account sheet.')
}

function plain(smsc: SmscView): Finding | undefined {
  if (smsc.tls || isNear(smsc.host)) return undefined
  return doubtful(
    'plain-text',
    `Texts and the password go to ${nameOf(smsc)} unencrypted.`,
    'Use TLS if the provider offers it, or a VPN.',
  )
}

/** This machine, or a private network (RFC 1918, RFC 4193): a tunnel's end, as often as not. */
function isNear(host: string): boolean {
  return (
    /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:)/i.test(host) ||
    !/[.:]/.test(host)
  )
}

/** Two definitions of one account steal each other's binds. */
function twins(smscs: readonly SmscView[]): readonly Finding[] {
  const accounts = Map.groupBy(
    smscs.filter(({ enabled }) => enabled),
    ({ host, port, systemId }) => `${host.toLowerCase()}:${port} ${systemId}`,
  )
  return [...accounts.values()]
    .filter((same) => same.length > 1)
    .map((same) =>
      doubtful(
        'same-account',
        `${same.map(nameOf).join(' and ')} are the same account at the same SMSC.`,
        'Keep one, with as many binds as the provider allows (bindCount).',
      ),
    )
}

/** What of the receipts is doubtful, over all SMSCs. */
export function parkedCheck(receiptsParked: number): Finding | undefined {
  if (receiptsParked < MANY_PARKED) return undefined
  return doubtful(
    'parked-receipts',
    `${formatCount(receiptsParked)} receipts match no message.`,
    '`npx connect smsc receipts NAME` shows them: the SMSC may write ids otherwise, or share the account with others.',
  )
}
