import { type OptOutImportResult, type OptOutRequest, type Outcome, ok, refuse } from '@smpp-connect/contracts'
import type { ConsentChange, OptOutRecord } from '@smpp-connect/store'
import { canonicalNumber, canonicalSender } from '../address/canonical.ts'
import type { Caller, UseCases } from '../use-cases.ts'
import { optOutView } from '../views/opt-out.ts'
import type { UseCaseParts } from './use-case-parts.ts'

type ConsentUseCases = Pick<
  UseCases,
  | 'optOuts'
  | 'optOut'
  | 'withdrawOptOut'
  | 'importOptOuts'
  | 'keywords'
  | 'changeKeywords'
  | 'tryKeywords'
  | 'resetKeywords'
>

/** Most opt-outs of one person that are looked through. */
const MOST_OF_ONE = 200

/** Opt-outs, and the words that make them. */
export function consentUseCases(parts: UseCaseParts): ConsentUseCases {
  const { store, clock, consent } = parts
  const { optOuts, keywords } = consent
  const standing = async (person: string, ours: string | null): Promise<OptOutRecord | undefined> => {
    const { items } = await store.optOuts({ person, limit: MOST_OF_ONE })
    return items.find((one) => one.ours?.toLowerCase() === ours?.toLowerCase())
  }
  return {
    async optOuts({ person, ...page }) {
      const found = await store.optOuts({ ...page, ...(person !== undefined && { person: asStored(person) }) })
      return { items: found.items.map(optOutView), next: found.next }
    },
    async optOut(caller, request) {
      const addresses = addressesOf(request)
      if (!addresses.ok) return addresses
      const { person, ours } = addresses.value
      const source = caller.kind === 'user' ? 'console' : 'api'
      await optOuts.change([optingOut(addresses.value, source, caller, clock.nowMs())])
      const record = await standing(person, ours)
      // Withdrawn by somebody else in this very moment.
      if (!record) return refuse('version-conflict', 'the opt-out was withdrawn while it was being recorded')
      return ok(optOutView(record))
    },
    async withdrawOptOut(caller, person, from) {
      const change = { ...optingOut({ person: asStored(person), ours: null }, 'api', caller, clock.nowMs()) }
      const ours = from === undefined ? null : addressAsStored(from)
      const source = caller.kind === 'user' ? 'console' : 'api'
      const [result] = await optOuts.change([{ ...change, ours, source, to: 'opted-in' }])
      return result?.changed ? ok(undefined) : refuse('not-found', 'no such opt-out is recorded')
    },
    async importOptOuts(caller, { optOuts: requests }) {
      const nowMs = clock.nowMs()
      const changes: ConsentChange[] = []
      const refused: OptOutImportResult['refused'] = []
      for (const [index, request] of requests.entries()) {
        const atMs = request.at === undefined ? nowMs : Date.parse(request.at)
        const addresses =
          atMs > nowMs ? refuse<Addresses>('time-invalid', 'at: it is in the future') : addressesOf(request)
        if (addresses.ok) changes.push(optingOut(addresses.value, 'import', caller, atMs))
        else refused.push({ index, code: addresses.refusal.code, detail: addresses.refusal.detail })
      }
      const recorded = (await optOuts.change(changes)).filter(({ changed }) => changed).length
      return { recorded, standing: changes.length - recorded, refused }
    },
    keywords: () => keywords.view(),
    changeKeywords: (change) => keywords.change(change),
    tryKeywords: (trial) => keywords.try(trial),
    resetKeywords: () => keywords.reset(),
  }
}

interface Addresses {
  readonly person: string
  readonly ours: string | null
}

function addressesOf({ person, from }: OptOutRequest): Outcome<Addresses> {
  const number = canonicalNumber(person)
  if (!number.ok) {
    const detail = number.refusal.errors?.[0]?.detail ?? number.refusal.detail
    return refuse('destination-invalid', `person: ${detail}`, [{ pointer: '/person', detail }])
  }
  if (from === null) return ok({ person: number.value, ours: null })
  const sender = canonicalSender(from)
  return sender.ok ? ok({ person: number.value, ours: sender.value }) : sender
}

function optingOut(
  { person, ours }: Addresses,
  source: ConsentChange['source'],
  caller: Caller,
  atMs: number,
): ConsentChange {
  const nothing = { keyword: null, messageId: null, reply: null }
  return { person, ours, source, by: caller.id, atMs, to: 'opted-out', ...nothing }
}

/** As opt-outs are recorded. What an SMSC delivered in no form of ours is recorded as it came, and found so. */
function asStored(person: string): string {
  const number = canonicalNumber(person)
  return number.ok ? number.value : person.trim()
}

function addressAsStored(from: string): string {
  const sender = canonicalSender(from)
  return sender.ok ? sender.value : from.trim()
}
