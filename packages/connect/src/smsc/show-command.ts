import { MESSAGE_CLASSES, type SmscView } from '@smpp-connect/contracts'
import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { type Field, fieldLines, filledTableLines } from '../output/fields.ts'
import { formatCount, formatDuration } from '../output/figures.ts'
import { json } from '../output/json.ts'
import { printable, type Style } from '../output/style.ts'
import { formatTime } from '../output/time.ts'
import { findServer } from '../server/find.ts'
import { bindWords, paceWords, standing } from './bind-words.ts'
import { findSmsc } from './find-smsc.ts'
import { stuckLines } from './usage-lines.ts'

/** `connect smsc show`: one SMSC, its binds, what waits for it and what was learned of it. */
export async function showSmsc(context: Context, nameOrId: string): Promise<ExitCode> {
  const { terminal, wantsJson, world } = context
  const connection = findServer(context)
  const smsc = await findSmsc(context, connection, nameOrId)
  if (wantsJson) terminal.data(json(smsc))
  else for (const line of smscLines(smsc, world.clock.nowMs(), terminal.dataStyle)) terminal.data(line)
  if (smsc.deletion === null) return EXIT.ok
  const reply = await connection.client.smscDeletion(smsc.id)
  if (reply.kind !== 'ok' || !reply.body.deletion) return EXIT.ok
  const { waitsFor, stuck } = reply.body.deletion
  terminal.say()
  terminal.say(
    `It is being deleted (${DELETION[smsc.deletion.waiting]}), by ${printable(smsc.deletion.by ?? 'Connect', 80)}:`,
  )
  for (const line of [...waitsFor.map((one) => `  ${one}`), ...stuckLines(stuck)]) terminal.say(printable(line, 300))
  return EXIT.ok
}

export function smscLines(smsc: SmscView, nowMs: number, style: Style): readonly string[] {
  const waiting = MESSAGE_CLASSES.flatMap((one) => {
    const count = smsc.waitingByClass[one] ?? 0
    return count === 0 ? [] : [`${formatCount(count)} ${one}`]
  })
  const oldest =
    smsc.oldestWaitingAt === null ? '' : `, the oldest for ${formatDuration(nowMs - Date.parse(smsc.oldestWaitingAt))}`
  const fields: Field[] = [
    ['State', standing(smsc, nowMs)],
    ['Address', `${printable(smsc.host)}:${smsc.port}${smsc.tls ? ', with TLS' : ''}`],
    ['System id', `${printable(smsc.systemId)}, ${smsc.hasPassword ? 'with a password' : 'without a password'}`],
    ['Binds', `${smsc.bindMode}, ${smsc.bindCount} at once, SMPP ${smsc.interfaceVersion}`],
    ...(smsc.edges.length === 0 ? [] : ([['Edges', smsc.edges.join(', then ')]] as const)),
    ['Default sender', printable(smsc.defaultSender)],
    ['Pace', paceWords(smsc)],
    ['Window', `${smsc.windowSize}, ${smsc.windowMode}`],
    ['Waiting', waiting.length === 0 ? '0' : `${waiting.join(', ')}${oldest}`],
    ['Outstanding', formatCount(smsc.outstanding)],
    ['Uncertain', smsc.uncertain > 0 ? style.yellow(formatCount(smsc.uncertain)) : '0'],
    ['Held', smsc.held > 0 ? style.yellow(`${formatCount(smsc.held)}, until a person decides`) : '0'],
    ['Ids of receipts', idFormWords(smsc)],
    ['Definition', `version ${smsc.version}, of ${formatTime(smsc.updatedAt)}`],
    ...(smsc.staleAt.length === 0 ? [] : ([['Older at', style.yellow(smsc.staleAt.join(', '))]] as const)),
  ]
  return [
    `${style.bold(printable(smsc.name))}  ${smsc.id}`,
    '',
    ...fieldLines(fields, style),
    ...bindLines(smsc, nowMs, style),
  ]
}

const DELETION = {
  drain: 'what waits leaves first',
  reroute: 'what waits goes to other SMSCs',
  cancel: 'what waits is cancelled',
} as const

const FORMS = {
  learn: 'not known',
  same: 'as in the answer',
  'hexadecimal-answer': 'in decimal, where the answer has hexadecimal',
  'decimal-answer': 'in hexadecimal, where the answer has decimal',
}

function idFormWords({ idForm, idFormLearned }: SmscView): string {
  if (idForm !== 'learn') return `${FORMS[idForm]}, as it was set`
  return idFormLearned === null ? 'to be learned from the first receipts' : `${FORMS[idFormLearned]}, as was learned`
}

function bindLines({ binds }: SmscView, nowMs: number, style: Style): readonly string[] {
  if (binds.length === 0) return []
  const rows = binds.map((bind) => [
    `${bind.bindType} ${bind.number}`,
    bind.edge ?? '',
    bindWords(bind, nowMs),
    formatTime(bind.since),
    `${bind.windowInUse} of ${bind.windowSize}`,
    bind.roundTripMs === null ? '' : `${bind.roundTripMs.toFixed(1)} ms`,
    `version ${bind.definitionVersion}`,
  ])
  const head = ['Bind', 'At', 'State', 'Since', 'Window in use', 'Round trip', 'Definition']
  return ['', ...filledTableLines(head, rows, style)]
}
