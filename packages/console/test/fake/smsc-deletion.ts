import type {
  RuleChange,
  SmscDeletionChoice,
  SmscDeletionPlan,
  SmscDeletionRequest,
  SmscDeletionState,
  SmscVersion,
  SmscView,
  StuckTexts,
} from '@smpp-connect/contracts'
import { smscDeletionRequestSchema } from '@smpp-connect/contracts'
import { type Answer, good, refuse } from './answers.ts'
import type { World } from './world.ts'

const missing = () => refuse(404, 'not-found', 'There is no such thing.')
const NAMED = 'Whoever sent it named this SMSC.'

/** Deleting an SMSC: what it would do, and doing it, as far as the console can tell. */
export function smscDeletion(world: World, method: string, id: string, last: string, body: unknown): Answer {
  const smsc = world.smscs.find((each) => each.id === id)
  if (!smsc) return method === 'GET' ? over(world, id) : missing()
  switch (`${method} ${last}`) {
    case 'POST plan':
      return good(planOf(world, smsc, smscDeletionRequestSchema.parse(body)))
    case 'PUT ':
      return begin(world, smsc, smscDeletionRequestSchema.parse(body))
    case 'GET ':
      return smsc.deletion ? good(stateOf(world, smsc)) : refuse(409, 'smsc-not-deleted', 'It is not being deleted.')
    case 'DELETE ':
      Object.assign(smsc, { deletion: null, version: smsc.version + 1 })
      world.noteSmsc(smsc, 'user Ada')
      world.tell({ smscs: [id] })
      return good(smsc)
    default:
      return missing()
  }
}

function planOf(world: World, smsc: SmscView, choice: SmscDeletionRequest): SmscDeletionPlan {
  const { id: smscId, name, version, waiting, waitingByClass, held, outstanding, uncertain, defaultSender } = smsc
  const others = world.smscs.filter((each) => each.id !== smscId && each.enabled && !each.deletion)
  const rules = world.routing.rules.flatMap((rule, at) => {
    const isShare = rule.to.some((target) => target.smscId === smscId)
    if (!isShare && !rule.fallback.includes(smscId)) return []
    const as = isShare ? (rule.to.length === 1 ? ('only' as const) : ('share' as const)) : ('reserve' as const)
    return [{ position: at + 1, name: rule.name, enabled: rule.enabled, as }]
  })
  const isRerouted = choice.waiting === 'reroute' && waiting > 0
  const stays = choice.named === 'keep' ? Math.min(3, waiting) : 0
  const target = others[0]
  return {
    usage: {
      smscId,
      name,
      version,
      load: {
        waiting,
        waitingByClass,
        scheduled: { count: Math.min(2, waiting), isMore: false },
        named: Math.min(3, waiting),
        held,
        outstanding,
        uncertain,
        awaitingReceipt: outstanding * 2,
      },
      rules,
      usual: { defaultSender, isUsed: true, isLast: others.length === 0 },
      owners: waiting > 0 ? [{ id: 'key_1', name: 'Appointment reminders', parts: waiting }] : [],
      binds: smsc.binds,
      edges: smsc.edges,
      lastMessageAt: world.at(),
    },
    refusal: null,
    rules: rules.map(({ position, name: rule, as }): RuleChange => {
      const { to, fallback } = world.routing.rules[position - 1] ?? { to: [], fallback: [] }
      const becomes =
        as === 'reserve'
          ? 'without-reserve'
          : as === 'share'
            ? 'shared-by-others'
            : fallback.length > 0
              ? 'taken-by-reserve'
              : 'removed'
      const left = becomes === 'taken-by-reserve' ? fallback.map((one) => ({ smscId: one, weight: 1 })) : to
      return { position, name: rule, becomes, to: left.filter((one) => one.smscId !== smscId), fallback: [] }
    }),
    waitsFor: waitsFor(smsc, choice),
    rerouted: isRerouted
      ? {
          looked: waiting,
          isMore: false,
          goTo: target ? [{ smscId: target.id, name: target.name, texts: waiting - stays }] : [],
          stay: stays > 0 ? stuckTexts(world, stays) : [],
        }
      : null,
  }
}

function stuckTexts(world: World, texts: number): StuckTexts[] {
  return [{ reason: NAMED, texts, examples: world.messages.slice(0, 2).map(({ id }) => id) }]
}

function waitsFor({ waiting, outstanding, uncertain }: SmscView, choice: SmscDeletionChoice): string[] {
  const how = { drain: 'leave through it', reroute: 'go to other SMSCs', cancel: 'be cancelled' }[choice.waiting]
  return [
    ...(waiting > 0 ? [`${waiting} parts wait to ${how}.`] : []),
    ...(outstanding > 0 ? [`${outstanding} parts are with the Sender, to be answered.`] : []),
    ...(uncertain > 0 && choice.uncertain === 'wait' ? [`${uncertain} parts are uncertain.`] : []),
  ]
}

function begin(world: World, smsc: SmscView, { routing, version, ...choice }: SmscDeletionRequest): Answer {
  world.meanwhile?.()
  world.meanwhile = undefined
  if (version !== undefined && version !== smsc.version) {
    return refuse(409, 'version-conflict', 'Somebody else changed it meanwhile.')
  }
  const { rules } = planOf(world, smsc, { ...choice, routing })
  if (rules.length > 0 && routing === 'refuse') return refuse(409, 'smsc-in-routing', 'A routing rule names this SMSC.')
  const left = world.routing.rules.flatMap((rule, at) => {
    const change = rules.find(({ position }) => position === at + 1)
    if (!change) return [rule]
    return change.becomes === 'removed' ? [] : [{ ...rule, to: change.to, fallback: change.fallback }]
  })
  Object.assign(world.routing, { rules: left })
  const deletion = { ...choice, since: world.at(), by: 'user Ada' }
  Object.assign(smsc, { deletion, version: smsc.version + 1 })
  world.noteSmsc(smsc, 'user Ada')
  world.tell({ smscs: [smsc.id] })
  return good(stateOf(world, smsc))
}

/** One of which nothing is open is gone by the time somebody asks. */
function stateOf(world: World, smsc: SmscView): SmscDeletionState {
  const { id: smscId, deletion } = smsc
  if (!deletion) throw new Error('it is not being deleted')
  const sentences = waitsFor(smsc, deletion)
  if (sentences.length === 0) {
    world.smscs.splice(world.smscs.indexOf(smsc), 1)
    world.tell({ smscs: [smscId] })
  }
  const stuck =
    deletion.waiting === 'reroute' && deletion.named === 'keep' && smsc.waiting > 0 ? stuckTexts(world, 3) : []
  const view = { ...deletion, waitsFor: sentences, stuck }
  const isOver = sentences.length === 0
  return {
    smscId,
    state: isOver ? 'deleted' : 'under-way',
    deletion: isOver ? null : view,
    rules: [],
    deletedAt: isOver ? world.at() : null,
    deletedBy: isOver ? 'user Ada' : null,
  }
}

function over(world: World, id: string): Answer {
  if (!world.smscVersions.has(id)) return missing()
  return good({ smscId: id, state: 'deleted', deletion: null, rules: [], deletedAt: world.at(), deletedBy: 'user Ada' })
}

/** That it was deleted, before the versions of one that is gone. */
export function deletedVersion(world: World, id: string): SmscVersion | undefined {
  const [newest] = world.smscVersions.get(id) ?? []
  if (!newest || world.smscs.some((each) => each.id === id)) return undefined
  return { version: newest.settings.version + 1, at: world.at(), by: 'user Ada', kind: 'deleted', changes: [] }
}
