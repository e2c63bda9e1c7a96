import { after, describe, it } from 'node:test'
import { acceptAndLeaseChecks } from './accept-and-lease.ts'
import { accessChecks } from './access.ts'
import { consentChecks } from './consent.ts'
import { conversationChecks } from './conversations.ts'
import { deletionChecks } from './deletion.ts'
import { documentChecks } from './documents.ts'
import { eventChecks } from './events.ts'
import { figureChecks } from './figures.ts'
import { inboundChecks } from './inbound.ts'
import { intakeChecks } from './intake.ts'
import { joinChecks } from './joins.ts'
import { leaseChecks } from './lease.ts'
import { messageChecks } from './messages.ts'
import { orderChecks } from './order.ts'
import { receiptChecks } from './receipts.ts'
import { receiptOrderChecks } from './receipts-early.ts'
import { parkedReceiptChecks } from './receipts-parked.ts'
import { removalChecks } from './removal.ts'
import { rewriteChecks } from './rewrite.ts'
import { type Check, Scene, type Subject } from './scene.ts'
import { scheduleChecks } from './schedule.ts'
import { smscChecks } from './smscs.ts'
import { streamChecks } from './streams.ts'
import { submitChecks } from './submits.ts'
import { uncertainChecks } from './uncertain.ts'
import { verifyChecks } from './verify.ts'

export type { Subject } from './scene.ts'

/** How far a battery came: a guard can see that it ran, and ran whole. */
export interface BatteryTally {
  readonly name: string
  readonly planned: number
  readonly passed: number
}

const GROUPS: Readonly<Record<string, (check: Check) => void>> = {
  intake: intakeChecks,
  leases: leaseChecks,
  'accepted and leased at once': acceptAndLeaseChecks,
  streams: streamChecks,
  schedules: scheduleChecks,
  'order between two addresses': orderChecks,
  'ends of submits': submitChecks,
  'uncertain and held parts': uncertainChecks,
  receipts: receiptChecks,
  'receipts before their time': receiptOrderChecks,
  'parked receipts': parkedReceiptChecks,
  rewriting: rewriteChecks,
  consent: consentChecks,
  'inbound texts': inboundChecks,
  'long inbound texts': joinChecks,
  'lists of messages': messageChecks,
  conversations: conversationChecks,
  events: eventChecks,
  figures: figureChecks,
  'SMSC definitions': smscChecks,
  'deleting an SMSC': deletionChecks,
  documents: documentChecks,
  removal: removalChecks,
  verification: verifyChecks,
  access: accessChecks,
}

/**
 * The contract of the store port as tests (node:test): what every adapter must do, whatever it is made of. Call it at
 * the top of a test file; `makeSubject` gives an open, empty store each time.
 */
export function storeBattery(name: string, makeSubject: () => Promise<Subject>): BatteryTally {
  const tally = { name, planned: 0, passed: 0 }
  let scenes = 0
  let shared: Promise<Subject> | undefined

  describe(`${name}: a store`, () => {
    for (const [group, checks] of Object.entries(GROUPS)) {
      describe(group, () => {
        checks((title, run, options) => {
          tally.planned += 1
          it(title, async () => {
            scenes += 1
            if (options?.fresh) {
              const subject = await makeSubject()
              try {
                await run(new Scene(subject, scenes))
              } finally {
                await subject.dispose()
              }
            } else {
              shared ??= makeSubject()
              await run(new Scene(await shared, scenes))
            }
            tally.passed += 1
          })
        })
      })
    }
    after(async () => (await shared)?.dispose())
  })
  return tally
}
