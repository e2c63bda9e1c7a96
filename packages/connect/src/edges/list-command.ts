import type { EdgeOverview } from '@smpp-connect/contracts'
import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { filledTableLines } from '../output/fields.ts'
import { formatCount, formatDuration } from '../output/figures.ts'
import { jsonLine } from '../output/json.ts'
import { printable, type Style } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { certificateWords } from './certificate-words.ts'

/** `connect edges`: how the link to each edge stands, and whether its settings are those of today. */
export async function listEdges(context: Context): Promise<ExitCode> {
  const { terminal, wantsJson, world } = context
  const { server, client } = findServer(context)
  const reply = await client.edges()
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  const { items } = reply.body
  if (wantsJson) for (const item of items) terminal.data(jsonLine(item))
  else for (const line of edgeLines(items, world.clock.nowMs(), terminal.dataStyle)) terminal.data(line)
  if (items.length === 0) terminal.say('There is no edge elsewhere. `npx connect certs token NAME` lets one enrol.')
  return EXIT.ok
}

export function edgeLines(edges: readonly EdgeOverview[], nowMs: number, style: Style): readonly string[] {
  if (edges.length === 0) return []
  const rows = edges.map((edge) => [
    edge.id,
    edge.role ?? '',
    edge.up ? 'up' : style.yellow('down'),
    formatDuration(nowMs - Date.parse(edge.since)),
    printable(edge.from),
    settingsWords(edge, style),
    certificateWords(edge, nowMs, style),
    edge.outstanding === 0 ? '' : formatCount(edge.outstanding),
    printable(edge.reason, 80),
  ])
  return filledTableLines(
    ['Edge', 'Hosts', 'Link', 'For', 'From', 'Settings', 'Certificate', 'Outstanding', 'Why'],
    rows,
    style,
  )
}

function settingsWords({ stale, definitions }: EdgeOverview, style: Style): string {
  if (!stale) return 'of today'
  const older = definitions.filter(({ version, applied }) => version !== applied).length
  return style.yellow(`${older} of ${definitions.length} older`)
}
