import type { SubmitRecord } from '../journal/record.ts'

/** Keeps the texts to one phone in the order in which they were taken, however their delays fell. */
export class PhoneOrder {
  readonly #last = new Map<string, number>()

  /** When the next message to a phone is due: at `arrivalMs`, and not before the one before it. */
  next(phone: string, arrivalMs: number): number {
    const due = Math.max(arrivalMs, this.#last.get(phone) ?? 0)
    this.#last.set(phone, due)
    return due
  }

  /** A message is done with. */
  finished({ dst, due }: SubmitRecord): void {
    if ((this.#last.get(dst[2]) ?? 0) <= due) this.#last.delete(dst[2])
  }
}
