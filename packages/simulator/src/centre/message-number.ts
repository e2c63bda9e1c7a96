/** How a message id is written. */
export type IdForm = 'decimal' | 'hex' | 'hex-upper' | 'decimal-padded'

/** Message centres often write the same id one way in the answer and another in the receipt. */
export interface IdForms {
  /** In submit_sm_resp, and where query_sm, cancel_sm and replace_sm expect it. */
  readonly answer: IdForm
  /** In the text of receipts and in receipted_message_id. */
  readonly receipt: IdForm
}

/** A message number as an id. Padded ids have 20 digits. */
export function writeId(number: number, form: IdForm): string {
  switch (form) {
    case 'decimal':
      return String(number)
    case 'decimal-padded':
      return String(number).padStart(20, '0')
    case 'hex':
      return number.toString(16)
    case 'hex-upper':
      return number.toString(16).toUpperCase()
  }
}

/**
 * Gives out message numbers. They start at a thousand for each millisecond since 1970, so that a simulator without a
 * journal does not give out the numbers of its former life, at fewer than a million messages a second.
 */
export class MessageNumbers {
  #last: number

  constructor(nowMs: number) {
    this.#last = nowMs * 1000
  }

  /** The last number given out or seen. */
  get last(): number {
    return this.#last
  }

  /** A number of a journal: the next ones are higher. */
  seen(number: number): void {
    if (number > this.#last) this.#last = number
  }

  next(): number {
    this.#last++
    return this.#last
  }
}

/** The number of an id; undefined when this simulator never writes one so. */
export function numberOfId(id: string, form: IdForm): number | undefined {
  const number = form.startsWith('decimal') ? Number(id) : Number.parseInt(id, 16)
  return Number.isSafeInteger(number) && writeId(number, form) === id ? number : undefined
}
