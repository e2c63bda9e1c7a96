import type { OperationAnswer, PartOperation, PartState } from '@smpp-connect/contracts'
import { statusMeaning, statusName } from '@smpp-connect/smpp/status'
import { messageStateOf } from '@smpp-connect/smpp/text'

const NOTHING = { status: null, smscState: null, finalDate: null, errorCode: null } as const

/** We did it ourselves, because the part still waited here. */
export function doneByUs(number: number, state: PartState, detail: string): PartOperation {
  return { number, by: 'connect', done: true, state, ...NOTHING, detail }
}

/** Nobody could do it. */
export function doneByNobody(number: number, state: PartState, detail: string): PartOperation {
  return { number, by: 'nobody', done: false, state, ...NOTHING, detail }
}

const DONE = { cancel: 'The SMSC cancelled it.', replace: 'The SMSC took the new text.', query: 'The SMSC answered.' }

/** What the SMSC said. `state` is that of the part afterwards. */
export function doneBySmsc(
  number: number,
  kind: keyof typeof DONE,
  answer: OperationAnswer,
  state: PartState,
): PartOperation {
  const base = { number, by: 'smsc', state, ...NOTHING } as const
  switch (answer.kind) {
    case 'done':
      return { ...base, done: true, status: 'ESME_ROK', detail: DONE[kind] }
    case 'state': {
      const { messageState, finalDate, errorCode } = answer
      const smscState = messageStateOf(messageState) ?? `state ${messageState}`
      const detail = `The SMSC says that it is ${smscState}.`
      return {
        ...base,
        done: true,
        status: 'ESME_ROK',
        smscState,
        finalDate: finalDate === '' ? null : finalDate,
        errorCode,
        detail,
      }
    }
    case 'refused': {
      const status = statusName(answer.status)
      const meaning = statusMeaning(status)
      return { ...base, done: false, status, detail: `The SMSC refused${meaning ? `: ${meaning}` : ''}.` }
    }
    case 'not-sent':
      return { ...base, done: false, detail: `The SMSC was not asked: ${answer.reason}.` }
    case 'uncertain':
      return { ...base, done: false, detail: `The SMSC was asked, and its answer never came: ${answer.reason}.` }
  }
}
