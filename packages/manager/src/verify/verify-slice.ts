import type { VerificationSlice, VerifyQuery } from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'
import { type Store, VERIFY_RULES, type VerifyResult } from '@smpp-connect/store'
import { countsView } from '../views/counts.ts'

type Finding = VerifyResult['findings'][number]

/** How often what is found is looked at again before it is told, and how long after. */
const LOOKS_AGAIN = 2
const LOOK_AGAIN_AFTER_MS = 100
/** Most findings of one rule that are told of a slice; all of them are counted. */
const MOST_TOLD = 10

/**
 * A part of a verification, with the figures of the conservation law as they stand. What is found is looked at again, and
 * told only when it is still so: what somebody saw while messages were on their way would send people looking for damage
 * that there is not.
 */
export async function verifySlice(
  store: Pick<Store, 'verify' | 'counts'>,
  clock: Pick<Clock, 'nowMs' | 'after'>,
  { after: afterSeq, limit }: VerifyQuery,
): Promise<VerificationSlice> {
  const look = () => store.verify({ afterSeq, limit, nowMs: clock.nowMs() })
  const result = await look()
  let { findings } = result
  for (let again = 0; again < LOOKS_AGAIN && findings.length > 0; again++) {
    await new Promise<void>((resolve) => clock.after(LOOK_AGAIN_AFTER_MS, resolve))
    findings = stillThere(findings, (await look()).findings)
  }
  const { accepted, final, waiting, uncertain } = countsView(await store.counts())
  return {
    messages: result.messages,
    parts: result.parts,
    conservation: { accepted, final, waiting, uncertain },
    rules: VERIFY_RULES.map(({ rule, what }) => ({
      rule,
      what,
      checked: result.checked[rule] ?? 0,
      broken: findings.filter((finding) => finding.rule === rule).length,
    })),
    findings: VERIFY_RULES.flatMap(({ rule }) =>
      findings.filter((finding) => finding.rule === rule).slice(0, MOST_TOLD),
    ),
    next: result.next,
  }
}

/** What is found now and was found before. Of the store as a whole the words differ with every figure, so the rule decides. */
function stillThere(before: readonly Finding[], now: readonly Finding[]): readonly Finding[] {
  const places = new Set(before.map(placeOf))
  return now.filter((finding) => places.has(placeOf(finding)))
}

function placeOf({ rule, messageId, part }: Finding): string {
  return `${rule} ${messageId} ${part}`
}
