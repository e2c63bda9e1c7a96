import type { Clock, Timer } from '@smpp-connect/kernel'
import { formatCount, formatDuration, formatRate, formatShare } from './figures.ts'
import type { Terminal } from './terminal.ts'

const WINDOW_MS = 10_000
/** How often the line is redrawn, and how often a line is written where it cannot be. */
const REDRAW_EVERY_MS = 200
const LINE_EVERY_MS = 5_000

interface Sample {
  readonly atMs: number
  readonly done: number
}

/** How fast something goes: over the last ten seconds, so that a pause shows and a slow start is forgotten. */
export class RateMeter {
  readonly #samples: Sample[] = []

  add(sample: Sample): void {
    this.#samples.push(sample)
    // The last sample from before the window stays: the rate is measured from it.
    while (this.#samples.length > 2 && (this.#samples[1] as Sample).atMs <= sample.atMs - WINDOW_MS)
      this.#samples.shift()
  }

  /** Per second; undefined until there are two moments to compare. */
  perSecond(): number | undefined {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (!first || !last || last.atMs <= first.atMs) return undefined
    return ((last.done - first.done) * 1000) / (last.atMs - first.atMs)
  }
}

/** `Handing over  1,200 of 5,574 (21 %)  850/s  5 s left`. */
export function progressLine(
  label: string,
  figures: { readonly done: number; readonly total: number; readonly perSecond: number | undefined },
): string {
  const { done, total, perSecond } = figures
  const words = [label, `${formatCount(done)} of ${formatCount(total)} (${formatShare(done, total)})`]
  if (perSecond !== undefined && perSecond > 0) {
    words.push(formatRate(perSecond))
    if (done < total) words.push(`${formatDuration(((total - done) / perSecond) * 1000)} left`)
  }
  return words.join('  ')
}

/**
 * Shows how far a long piece of work is: one redrawn line on a terminal, a line every five seconds elsewhere,
 * when there is news. `note`
 * says what holds it up, and is shown at once.
 */
export class Progress {
  readonly #terminal: Terminal
  readonly #clock: Clock
  readonly #label: string
  readonly #total: number
  readonly #meter = new RateMeter()
  #done: number
  #note = ''
  #detail = ''
  #said = ''
  #timer: Timer | undefined

  constructor(parts: {
    readonly terminal: Terminal
    readonly clock: Clock
    readonly label: string
    readonly total: number
    /** What was done before: it counts as done, but not for the rate. */
    readonly done?: number
  }) {
    this.#terminal = parts.terminal
    this.#clock = parts.clock
    this.#label = parts.label
    this.#total = parts.total
    this.#done = parts.done ?? 0
    this.#meter.add({ atMs: this.#clock.monotonicMs(), done: this.#done })
    this.#tick()
  }

  /** So many more are done; what held it up is over. */
  advance(by: number): void {
    this.#done += by
    this.#note = ''
  }

  /** What holds it up, in a few words; an empty text when nothing does. */
  note(note: string): void {
    const isNews = note !== '' && this.#note === ''
    this.#note = note
    if (isNews && !this.#terminal.isLive) this.#sayNews()
  }

  /** More to know about how it stands; shown behind the figures. */
  detail(detail: string): void {
    this.#detail = detail
  }

  /** Takes the line away. Calling it twice does nothing more. */
  end(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#terminal.status('')
  }

  /** A log of an hour's waiting need not say the same a thousand times. */
  #sayNews(): void {
    const text = this.#text()
    if (text !== this.#said) this.#terminal.say(text)
    this.#said = text
  }

  #text(): string {
    const line = progressLine(this.#label, {
      done: this.#done,
      total: this.#total,
      perSecond: this.#meter.perSecond(),
    })
    return [line, this.#detail, this.#note].filter((words) => words !== '').join('  ')
  }

  #tick(): void {
    this.#meter.add({ atMs: this.#clock.monotonicMs(), done: this.#done })
    const { isLive } = this.#terminal
    if (isLive) this.#terminal.status(this.#text())
    else if (this.#timer) this.#sayNews()
    this.#timer = this.#clock.after(isLive ? REDRAW_EVERY_MS : LINE_EVERY_MS, () => this.#tick())
  }
}
