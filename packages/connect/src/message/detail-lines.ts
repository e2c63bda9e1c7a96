import { isFinal, type MessageDetail, type SmscView } from '@smpp-connect/contracts'
import { type Field, fieldLines, filledTableLines } from '../output/fields.ts'
import { formatDuration } from '../output/figures.ts'
import { printable, printableLines, type Style } from '../output/style.ts'
import { formatMoment, formatTime } from '../output/time.ts'

/** The whole life of a message, for people. Texts, numbers and what an SMSC said come from elsewhere: nothing of them steers. */
export function detailLines(
  detail: MessageDetail,
  smscs: readonly Pick<SmscView, 'id' | 'name'>[],
  style: Style,
): readonly string[] {
  return [
    `${style.bold(detail.id)}  ${detail.direction}, ${painted(detail, style)}`,
    '',
    ...fieldLines(fieldsOf(detail, smscs, style), style),
    ...section('Parts', partLines(detail, style), style),
    ...section('TLVs', tlvLines(detail, style), style),
    ...section('On the wire', wireLines(detail, style), style),
    ...section('Timeline (UTC)', timelineLines(detail, style), style),
  ]
}

function painted({ state }: Pick<MessageDetail, 'state'>, style: Style): string {
  if (state === 'delivered' || state === 'received') return style.green(state)
  return isFinal(state) ? style.red(state) : style.yellow(state)
}

function fieldsOf(
  detail: MessageDetail,
  smscs: readonly Pick<SmscView, 'id' | 'name'>[],
  style: Style,
): readonly Field[] {
  const { error, createdAt, finalAt, sendAt, expiresAt } = detail
  const name = smscs.find(({ id }) => id === detail.smscId)?.name
  const took = finalAt === null ? 0 : Date.parse(finalAt) - Date.parse(createdAt)
  const when = (label: string, time: string | null): Field[] => (time === null ? [] : [[label, formatTime(time)]])
  const said = (label: string, text: string | null): Field[] => (text === null ? [] : [[label, printable(text)]])
  return [
    ['From', printable(detail.from)],
    ['To', printable(detail.to)],
    ['Text', printableLines(detail.text)],
    ['Coding', `${CODINGS[detail.encoding]}, ${detail.parts === 1 ? 'one part' : `${detail.parts} parts`}`],
    ...said('Class', detail.class),
    ...said('Reference', detail.reference),
    ['SMSC', name === undefined ? printable(detail.smscId) : `${printable(name)} (${printable(detail.smscId)})`],
    ['Conversation', printable(detail.conversationId)],
    ...when(detail.direction === 'inbound' ? 'Received' : 'Accepted', createdAt),
    ...when('Not before', sendAt),
    ...when('Worth sending until', expiresAt),
    ...(finalAt === null
      ? []
      : [['Final', `${formatTime(finalAt)}, ${formatDuration(took)} after it was accepted`] as const]),
    ...said('Waiting for', detail.waitingFor),
    ...(error ? [['Error', style.red(`${printable(error.code)}: ${printable(error.text)}`)] as const] : []),
    ...(detail.mayBeDuplicate
      ? [['Perhaps twice', style.yellow('an answer was lost, and it was sent again')] as const]
      : []),
  ]
}

const CODINGS = { gsm7: 'GSM 7-bit', ucs2: 'UCS-2', other: 'another coding' }

function partLines({ partDetails, createdAt }: MessageDetail, style: Style): readonly string[] {
  if (partDetails.length === 0) return []
  const rows = partDetails.map((part) => [
    String(part.number),
    part.mayBeDuplicate ? `${part.state}, perhaps twice` : part.state,
    String(part.attempts),
    printable(part.smscMessageId ?? ''),
    formatMoment(part.sentAt, createdAt),
    formatMoment(part.answeredAt, createdAt),
    formatMoment(part.receiptAt, createdAt),
    printable(part.status ?? ''),
    receiptError(part),
  ])
  const head = ['#', 'State', 'Attempts', 'Id at the SMSC', 'Sent', 'Answered', 'Receipt', 'Answer', 'Receipt error']
  return filledTableLines(head, rows, style)
}

function receiptError({ receiptError: code, receiptErrorMeaning }: MessageDetail['partDetails'][number]): string {
  if (code === null || /^0*$/.test(code)) return ''
  return receiptErrorMeaning === null ? printable(code) : `${printable(code)}: ${printable(receiptErrorMeaning)}`
}

function tlvLines({ tlvs }: MessageDetail, style: Style): readonly string[] {
  if (tlvs.length === 0) return []
  const rows = tlvs.map(({ tag, name, value }) => [printable(tag), printable(name ?? ''), printable(value)])
  return filledTableLines(['Tag', 'Name', 'Value'], rows, style)
}

function wireLines({ wire }: MessageDetail, style: Style): readonly string[] {
  if (!wire) return []
  const address = (ton: number, npi: number, digits: string): string => `${printable(digits)}, TON ${ton}, NPI ${npi}`
  const octet = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`
  const fields: Field[] = [
    ['source', address(wire.sourceTon, wire.sourceNpi, wire.sourceAddress)],
    ['destination', address(wire.destinationTon, wire.destinationNpi, wire.destinationAddress)],
    ['message mode', printable(wire.messageMode)],
    ['registered_delivery', octet(wire.registeredDelivery)],
    ['data_coding', octet(wire.dataCoding)],
    ['priority_flag', String(wire.priority)],
    ['protocol_id', octet(wire.protocolId)],
  ]
  if (wire.serviceType !== '') fields.push(['service_type', printable(wire.serviceType)])
  if (wire.replaceIfPresent) fields.push(['replace_if_present', 'yes'])
  return fieldLines(fields, style, 0)
}

function timelineLines({ timeline, createdAt }: MessageDetail, style: Style): readonly string[] {
  return timeline.map(({ at, summary }) => `${style.dim(formatMoment(at, createdAt))}  ${printable(summary)}`)
}

function section(title: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : ['', style.bold(title), ...lines.map((line) => `  ${line}`)]
}
