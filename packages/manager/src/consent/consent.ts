import type { SmscId } from '@smpp-connect/contracts'
import type { Clock, Log, Random } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import { type AutomaticReplyParts, automaticReply } from './automatic-reply.ts'
import { InboundConsent } from './inbound-consent.ts'
import { KeywordBook } from './keyword-book.ts'
import { OptOuts, type OptOutsParts } from './opt-outs.ts'

export interface ConsentParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly maxParts: number
  readonly judge: AutomaticReplyParts['judge']
  /** Whether a canonical address is a sender address of ours. */
  readonly isOurs: AutomaticReplyParts['isOurs']
  readonly hold: OptOutsParts['hold']
  /** Something may be due at these SMSCs. */
  readonly wake: (smscIds: ReadonlySet<SmscId>) => void
}

/** Who may be written to: the words that say so, the texts that hold them, and what is recorded. */
export class Consent {
  readonly keywords: KeywordBook
  readonly optOuts: OptOuts
  readonly inbound: InboundConsent

  constructor({ store, clock, random, log, maxParts, judge, isOurs, hold, wake }: ConsentParts) {
    this.keywords = new KeywordBook({ store, clock, log, maxParts })
    this.optOuts = new OptOuts({ store, clock, log, seed: Math.floor(random.fraction() * 2 ** 32), hold })
    this.inbound = new InboundConsent({
      store,
      clock,
      reader: () => this.keywords.reader,
      reply: (to) => automaticReply(to, { judge, isOurs, log }),
      onOptedOut: (changes) => this.optOuts.holds(changes),
      onReplied: wake,
    })
  }

  async start(): Promise<void> {
    await this.keywords.load()
    this.optOuts.start()
  }

  stop(): Promise<void> {
    return this.optOuts.stop()
  }
}
