import { existsSync } from 'node:fs'
import { Authority, edgeIdOf, holdsAuthority, loadCredentials, validityOf } from '@smpp-connect/link'
import { type Context, settingsFor } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { askEdge } from '../health/ask-edge.ts'
import { formatNoun } from '../output/figures.ts'
import { json } from '../output/json.ts'
import { printable, type Style } from '../output/style.ts'
import { readEdgeFile } from '../roles/edge-file.ts'
import { authorityFolder, credentialsFile } from '../roles/link-settings.ts'
import { ApiClient } from '../server/api-client.ts'
import { locateServer, type Server } from '../server/locate.ts'
import { describeReply, type FailedReply } from '../server/reply.ts'
import { CLIENT_KEYS } from '../settings/table.ts'
import { VERSION } from '../version.ts'
import { authorityCheck } from './authority-check.ts'
import { certificateCheck } from './certificate-check.ts'
import { type EdgeHere, edgeHereChecks, edgeListChecks } from './edge-checks.ts'
import { type Finding, wrong } from './finding.ts'
import { machineChecks } from './machine-checks.ts'
import { seeMachine } from './see-machine.ts'
import { serverChecks } from './server-checks.ts'
import { smscChecks } from './smsc-checks.ts'

const WITHIN_MS = 5_000

/** `connect doctor`: looks at this machine, the data folder and the running Connect, and says what is wrong. */
export async function runDoctor(context: Context): Promise<ExitCode> {
  const { terminal, world, wantsJson } = context
  const { url, apiKey, dataDir } = settingsFor(context, CLIENT_KEYS).settings
  const nowMs = world.clock.nowMs()
  const findings: Finding[] = url === null ? [...machineChecks(seeMachine(dataDir, nowMs))] : []
  const certificate = credentialsFile(dataDir)
  if (url === null && existsSync(certificate)) {
    const credentials = loadCredentials(certificate)
    const edge = credentials && edgeIdOf(credentials)
    if (credentials && edge !== undefined) {
      findings.push(certificateCheck(edge, validityOf(credentials).notAfterMs, nowMs))
      findings.push(...edgeHereChecks(edge, await seeEdge(dataDir, world.fetch)))
    }
  }
  if (url === null) findings.push(...authorityFindings(context, dataDir))
  const located = locateServer({ url, apiKey, dataDir, readFile: world.readFile })
  if (located.ok) findings.push(...(await serverFindings(context, located.server)))
  else if (!existsSync(certificate) || located.reason !== 'not-running') {
    const [found = '', ...advice] = located.text.split('\n')
    findings.push(wrong('running', found, advice.join(' ')))
  }
  if (wantsJson) terminal.data(json(findings))
  else for (const line of findingLines(findings, terminal.dataStyle)) terminal.data(line)
  const wrongs = findings.filter(({ level }) => level === 'wrong').length
  const doubts = findings.filter(({ level }) => level === 'doubtful').length
  if (wrongs + doubts === 0) terminal.say('Nothing is wrong.')
  else terminal.say(`${formatNoun(wrongs, 'thing')} wrong, ${formatNoun(doubts, 'thing')} to look at.`)
  return wrongs > 0 ? EXIT.failed : EXIT.ok
}

/** Of the authority in this data folder, where a manager runs on it. Nothing is made and nothing changed. */
function authorityFindings({ world: { clock, random } }: Context, dataDir: string): readonly Finding[] {
  const folder = authorityFolder(dataDir)
  if (!holdsAuthority(folder)) return []
  const authority = Authority.open({ folder, clock, random })
  const [newest, older] = authority.certificates
  if (!newest) return []
  const needOlder = authority.standings().flatMap(({ edgeId, isOlder }) => (isOlder ? [edgeId] : []))
  const sight = { notAfterMs: newest.validToDate.getTime(), isBeingReplaced: older !== undefined, needOlder }
  return authorityCheck(sight, clock.nowMs())
}

async function serverFindings({ world }: Context, server: Server): Promise<readonly Finding[]> {
  const client = new ApiClient({ server: () => server, fetch: world.fetch, nowMs: () => world.clock.nowMs() })
  const [system, smscs, edges] = await Promise.all([client.system(), client.smscs(), client.edges()])
  if (system.kind !== 'ok' || smscs.kind !== 'ok' || edges.kind !== 'ok') {
    const failed = [system, smscs, edges].find((reply) => reply.kind !== 'ok') as FailedReply
    const [why = ''] = describeReply(failed).split('\n')
    const advice =
      failed.kind === 'refused'
        ? 'Is the key the right one? CONNECT_API_KEY'
        : 'Start it with `npm start`, or see its log.'
    return [wrong('running', `Connect does not answer as it should at ${server.url}: ${printable(why, 300)}.`, advice)]
  }
  const { items } = smscs.body
  return [
    ...serverChecks({
      url: server.url,
      system: system.body,
      smscs: items,
      version: VERSION,
      ...(await ask(world.fetch, server.url, world.clock.nowMs())),
    }),
    ...edgeListChecks(edges.body.items, system.body.version, world.clock.nowMs()),
    ...smscChecks(items),
  ]
}

/** The edge of this data folder. */
async function seeEdge(dataDir: string, fetching: typeof fetch): Promise<EdgeHere> {
  const file = readEdgeFile(dataDir)
  if (!file) return { kind: 'not-running' }
  if (!file.status) return isAlive(file.pid) ? { kind: 'silent' } : { kind: 'not-running' }
  const asked = await askEdge(file.status, fetching)
  return asked.ok
    ? { kind: 'answers', at: file.status, readiness: asked.readiness }
    : { kind: 'not-answering', at: file.status, why: asked.why }
}

/** Whether there is such a process, whoever it belongs to. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What anybody may ask, without a key. */
async function ask(
  fetching: typeof fetch,
  url: string,
  nowMs: number,
): Promise<{ trouble: string | undefined; unclaimed: boolean; clockAheadMs: number | undefined }> {
  const get = (path: string) =>
    fetching(`${url}${path}`, { redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS) })
  try {
    const [ready, setup] = await Promise.all([get('/readyz'), get('/v1/setup')])
    const { detail } = (ready.ok ? {} : await ready.json()) as { readonly detail?: string }
    const { claimed } = (await setup.json()) as { readonly claimed?: boolean }
    const date = Date.parse(ready.headers.get('date') ?? '')
    return {
      trouble: ready.ok ? undefined : (detail ?? `HTTP ${ready.status}`),
      unclaimed: claimed === false,
      clockAheadMs: Number.isNaN(date) ? undefined : date - nowMs,
    }
  } catch (failure) {
    return { trouble: String(failure), unclaimed: false, clockAheadMs: undefined }
  }
}

export function findingLines(findings: readonly Finding[], style: Style): readonly string[] {
  const signs = { good: style.green('✓'), doubtful: style.yellow('!'), wrong: style.red('✗') }
  return findings.flatMap(({ level, found, advice }) => [
    `${signs[level]} ${found}`,
    ...(advice === '' ? [] : [style.dim(`  ${advice}`)]),
  ])
}
