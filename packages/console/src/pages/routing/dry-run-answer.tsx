import type { RouteExplanation, SmscView } from '@smpp-connect/contracts'
import { IconCheck, IconX } from '@tabler/icons-react'
import { sentence } from '../../api/problem.ts'
import { counted } from '../../format/numbers.ts'
import { Notice } from '../../ui/notice.tsx'
import { ToneTag, Unseen } from '../../ui/state-tag.tsx'
import classes from './routing.module.css'
import { percent } from './rule-words.ts'

interface DryRunAnswerProps {
  readonly answer: RouteExplanation
  readonly smscs: readonly SmscView[]
  /** The rules were changed since. */
  readonly isOld: boolean
}

/** Where a message would go, and why: what each rule said, and how each SMSC stands. */
export function DryRunAnswer({ answer, smscs, isOld }: DryRunAnswerProps) {
  const { smscId, refusal, rules, candidates } = answer
  const smsc = smscs.find(({ id }) => id === smscId)
  return (
    <div className={classes.answer}>
      {isOld ? <p className={classes.old}>The rules have changed since. Ask again.</p> : null}
      {refusal ? (
        <Notice tone="bad" title="It would be refused">
          {sentence(refusal.detail)} <code>{refusal.code}</code>
        </Notice>
      ) : (
        <Notice tone="good" title={`Through ${smsc?.name ?? smscId ?? 'no SMSC'}`}>
          {whyWords(answer)} {partWords(answer)}
        </Notice>
      )}
      {rules.length > 0 ? (
        <>
          <h3>Rule by rule</h3>
          <ol className={classes.verdicts}>
            {rules.map((rule) => (
              <li key={rule.name} data-matched={rule.matched} data-deciding={rule.name === answer.rule}>
                {rule.matched ? <IconCheck size={17} aria-hidden /> : <IconX size={17} aria-hidden />}
                <div>
                  <b>{rule.name}</b>
                  <Unseen>{rule.matched ? ': holds. ' : ': does not hold. '}</Unseen>
                  <p>{rule.why}</p>
                </div>
              </li>
            ))}
          </ol>
        </>
      ) : null}
      {candidates.length > 0 ? (
        <>
          <h3>The SMSCs</h3>
          <ul className={classes.candidates}>
            {candidates.map((one) => (
              <li key={one.smscId}>
                <div className={classes.candidateHead}>
                  <b>{one.name}</b>
                  <ToneTag tone={one.able ? 'good' : 'bad'}>{one.able ? 'Able' : 'Not able'}</ToneTag>
                  <span>{percent(one.chance, 1)}</span>
                </div>
                <p>{one.why}</p>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}

function whyWords({ decidedBy, rule }: RouteExplanation): string {
  switch (decidedBy) {
    case 'message':
      return 'Because the message names it.'
    case 'conversation':
      return 'Because the conversation came that way.'
    case 'rule':
      return `By the rule “${rule}”.`
    case 'sender':
      return 'No rule holds; the sender address is that SMSC’s own.'
    case 'any':
      return 'No rule holds; it is one that can take it.'
    case null:
      return ''
  }
}

function partWords({ parts, encoding, forcedBy }: RouteExplanation): string {
  if (parts === null) return ''
  const coding = encoding === 'ucs2' ? 'UCS-2' : 'GSM 7-bit'
  return `${counted(parts, 'part')} in ${coding}${forcedBy === null ? '' : `, because of “${forcedBy}”`}.`
}
