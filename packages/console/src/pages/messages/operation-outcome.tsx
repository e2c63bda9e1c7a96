import type { OperationResult, PartOperation } from '@smpp-connect/contracts'
import { parseSmppTime } from '@smpp-connect/smpp/text'
import { localTime } from '../../format/time.ts'
import { StateTag, ToneTag } from '../../ui/state-tag.tsx'
import classes from './operation-outcome.module.css'

/** What became of an operation, part by part: who did it, what the SMSC said, and how the part stands now. */
export function OperationOutcome({ result }: { readonly result: OperationResult }) {
  return (
    <ul className={classes.parts} aria-label="What came of it">
      {result.parts.map((part) => (
        <li key={part.number} className={classes.part}>
          <div className={classes.head}>
            <span className={classes.number}>Part {part.number}</span>
            <ToneTag tone={part.done ? 'good' : 'warn'}>{part.done ? 'Done' : 'Not done'}</ToneTag>
            <span className={classes.by}>{BY[part.by]}</span>
            <StateTag state={part.state} />
          </div>
          <p className={classes.detail} role="status">
            {part.detail}
          </p>
          {factsOf(part) === '' ? null : <p className={classes.facts}>{factsOf(part)}</p>}
        </li>
      ))}
    </ul>
  )
}

const BY = { connect: 'by Connect', smsc: 'by the SMSC', nobody: '' } as const

function factsOf({ status, finalDate, errorCode }: PartOperation): string {
  return [
    status === null ? '' : status,
    finalDate === null ? '' : `ended ${dateWords(finalDate)}`,
    errorCode === null || errorCode === 0 ? '' : `error ${errorCode}`,
  ]
    .filter((words) => words !== '')
    .join(', ')
}

/** SMSCs write times in many ways; one that cannot be read is shown as it came. */
function dateWords(finalDate: string): string {
  const read = parseSmppTime(finalDate)
  return read.kind === 'absolute' ? localTime.full(read.utcMs) : finalDate
}
