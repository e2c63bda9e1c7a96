import { isDeepStrictEqual } from 'node:util'
import type {
  Counts,
  EventKind,
  MessageClass,
  MessageDetail,
  MessageView,
  OperationResult,
  SendMessage,
  SmscVersion,
} from '@smpp-connect/contracts'
import { isFinal, sendMessageSchema, smscPatchSchema, smscSettingsSchema } from '@smpp-connect/contracts'
import { deletedVersion } from './smsc-deletion.ts'
import type { World } from './world.ts'

/** What the fake answers: a status and a body, or a problem's code. */
export type Answer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }
  | { readonly problem: string; readonly status: number; readonly detail: string; readonly errors?: unknown }

export const good = (body: unknown, status = 200): Answer => ({ status, body })
export const refuse = (status: number, problem: string, detail: string, errors?: unknown): Answer => ({
  problem,
  status,
  detail,
  errors,
})
const missing = () => refuse(404, 'not-found', 'There is no such thing.')

/** A page of a list, by position. */
export function pageOf<Item>(items: readonly Item[], query: URLSearchParams, standard: number) {
  const limit = Number(query.get('limit') ?? standard)
  const from = Number(query.get('cursor') ?? 0)
  const next = from + limit < items.length ? String(from + limit) : null
  return { items: items.slice(from, from + limit), next }
}

export function countsOf(world: World): Counts {
  const outbound = world.messages.filter((message) => message.direction === 'outbound')
  const byState: Record<string, number> = {}
  for (const { state } of outbound) byState[state] = (byState[state] ?? 0) + 1
  const final = outbound.filter(({ state }) => isFinal(state)).length
  const uncertain = byState.uncertain ?? 0
  return {
    accepted: outbound.length,
    final,
    uncertain,
    waiting: outbound.length - final - uncertain,
    received: world.messages.length - outbound.length,
    mayBeDuplicate: outbound.filter((message) => message.mayBeDuplicate).length,
    receiptsParked: 0,
    byState,
  }
}

export function listMessages(world: World, query: URLSearchParams): Answer {
  const fits = (message: MessageDetail) =>
    (!query.has('state') || message.state === query.get('state')) &&
    (!query.has('direction') || message.direction === query.get('direction')) &&
    (!query.has('smscId') || message.smscId === query.get('smscId')) &&
    (!query.has('class') || message.class === query.get('class')) &&
    (!query.has('mayBeDuplicate') || message.mayBeDuplicate) &&
    (!query.has('number') || message.to === query.get('number') || message.from === query.get('number'))
  return good(pageOf(world.messages.filter(fits).map(viewOf), query, 50))
}

export function viewOf({ partDetails, timeline, ...view }: MessageDetail): MessageView {
  return partDetails && timeline ? view : view
}

export function send(world: World, body: SendMessage): Answer {
  if (!/^\+?\d{3,15}$/.test(body.to)) return refuse(422, 'destination-invalid', 'That is no number.')
  const read = sendMessageSchema.safeParse(body)
  if (!read.success) return invalid(read.error.issues)
  const from = body.from ?? world.smscs[0]?.defaultSender ?? ''
  if (world.isOptedOut(body.to, from)) return refuse(422, 'opted-out', 'The person wants no texts from this address.')
  const message = world.addMessage('outbound', body.to, body.text, sentWith(world, body))
  world.tell({ messages: [message.id], conversations: [message.conversationId] })
  setTimeout(() => {
    if (message.state !== 'accepted' || message.sendAt !== null) return
    world.deliver(message)
    world.tell({ messages: [message.id], conversations: [message.conversationId], phones: [message.to] })
  }, 60)
  const { id, parts, encoding, to, smscId, conversationId, reference, sendAt, expiresAt } = message
  const times = { class: message.class, sendAt, expiresAt }
  return good({ id, state: 'accepted', parts, encoding, to, from, smscId, conversationId, reference, ...times }, 202)
}

/** What a message keeps of how it was to be sent. */
function sentWith(world: World, { from, class: messageClass, sendAt, smpp = {} }: SendMessage): Partial<MessageDetail> {
  const declared = world.smscs[0]?.tlvs ?? []
  return {
    ...(from === undefined ? {} : { from }),
    ...(messageClass === undefined ? {} : { class: messageClass }),
    ...(sendAt === undefined ? {} : { sendAt }),
    tlvs: Object.entries(smpp.tlvs ?? {}).map(([name, value]) => {
      const tag = declared.find((one) => one.name === name)?.tag ?? 0
      return { tag: `0x${tag.toString(16).padStart(4, '0')}`, name, value: String(value) }
    }),
  }
}

export function settle(world: World, id: string, action: string, text = ''): Answer {
  const message = world.messages.find((each) => each.id === id)
  if (!message) return missing()
  if (isFinal(message.state)) return refuse(409, 'state-conflict', 'It has ended already.')
  const isThere = message.partDetails.some(({ state }) => state === 'submitted')
  if (action === 'replace') message.text = text
  else if (action !== 'query') {
    message.state = action === 'cancel' ? 'cancelled' : 'accepted'
    message.waitingFor = null
    for (const part of message.partDetails) part.state = action === 'cancel' ? 'cancelled' : 'queued'
  }
  world.note(message, KINDS[action] ?? 'message.asked', { state: message.state })
  world.tell({ messages: [id], conversations: [message.conversationId] })
  return good(action === 'release' ? message : operation(message, action, isThere))
}

const KINDS: Readonly<Record<string, EventKind>> = {
  cancel: 'message.final',
  release: 'message.released',
  replace: 'message.replaced',
}

function operation(message: MessageDetail, kind: string, isThere: boolean): OperationResult {
  const nothing = { status: null, smscState: null, finalDate: null, errorCode: null }
  const asked = { ...nothing, status: 'ESME_ROK', smscState: 'ENROUTE', errorCode: 0 }
  const parts = message.partDetails.map(({ number, state }) =>
    isThere || kind === 'query'
      ? { number, state, by: 'smsc' as const, done: true, ...asked, detail: 'The SMSC says that it is ENROUTE.' }
      : { number, state, by: 'connect' as const, done: true, ...nothing, detail: 'Done while it waited here.' },
  )
  return { messageId: message.id, operation: kind as OperationResult['operation'], parts }
}

export function makeSmsc(world: World, body: unknown): Answer {
  const read = smscSettingsSchema.safeParse(body)
  if (!read.success) return invalid(read.error.issues)
  const { password, ...settings } = read.data
  const smsc = world.addSmsc({ ...settings, hasPassword: password !== '' })
  world.tell({ smscs: [smsc.id] })
  return good(smsc, 201)
}

export function changeSmsc(world: World, id: string, body: unknown): Answer {
  const smsc = world.smscs.find((each) => each.id === id)
  if (!smsc) return missing()
  world.meanwhile?.()
  world.meanwhile = undefined
  const read = smscPatchSchema.safeParse(body)
  if (!read.success) return invalid(read.error.issues)
  const { version, password, classes = {}, defaults = {}, ...patch } = read.data
  if (version !== undefined && version !== smsc.version) {
    return refuse(409, 'version-conflict', `It is at version ${smsc.version} now.`)
  }
  for (const [name, change] of Object.entries(classes)) Object.assign(smsc.classes[name as MessageClass], change)
  Object.assign(smsc.defaults, defaults)
  Object.assign(smsc, patch, { version: smsc.version + 1 })
  if (password !== undefined) smsc.hasPassword = password !== ''
  if (!smsc.enabled) smsc.binds = []
  world.noteSmsc(smsc, 'user Ada')
  world.tell({ smscs: [id] })
  return good(smsc)
}

export function smscHistory(world: World, id: string): Answer {
  const versions = world.smscVersions.get(id) ?? []
  const items: SmscVersion[] = versions.map(({ at, by, settings }, index) => {
    const before = versions[index + 1]?.settings
    const changed = Object.entries(settings).filter(
      ([name, value]) => before && name !== 'version' && !isDeepStrictEqual(before[name as keyof typeof before], value),
    )
    return {
      version: settings.version,
      at,
      by,
      kind: !before ? 'created' : isDeepStrictEqual(before.deletion, settings.deletion) ? 'changed' : 'deleting',
      changes: changed.map(([name, after]) => {
        const isSecret = name === 'hasPassword'
        return { pointer: `/${name}`, before: before?.[name as keyof typeof before] ?? null, after, isSecret }
      }),
    }
  })
  const deleted = deletedVersion(world, id)
  return good({ items: deleted ? [deleted, ...items] : items, next: null })
}

export function restoreSmsc(world: World, id: string, body: { toVersion?: number }): Answer {
  const then = world.smscVersions.get(id)?.find(({ settings }) => settings.version === body.toVersion)
  if (!then) return missing()
  const known = world.smscs.find((each) => each.id === id)
  // One that was deleted comes back disabled.
  const smsc = known ?? { ...structuredClone(then.settings), binds: [], version: then.settings.version + 1 }
  if (!known) world.smscs.push(smsc)
  if (!known) Object.assign(then.settings, { enabled: false, deletion: null })
  Object.assign(smsc, structuredClone(then.settings), { version: smsc.version + 1 })
  world.noteSmsc(smsc, 'user Ada')
  world.tell({ smscs: [id] })
  return good(smsc)
}

export function invalid(issues: readonly { path: PropertyKey[]; message: string }[]): Answer {
  const errors = issues.map((issue) => ({ pointer: `/${issue.path.map(String).join('/')}`, detail: issue.message }))
  return refuse(422, 'request-invalid', 'Some fields are not as they should be.', errors)
}
