import type { DatabaseSync } from 'node:sqlite'
import { STREAM_FIGURES, type StreamFigure } from '../engine/tables.ts'
import { Statement } from './database.ts'

const PLACES: ReadonlyMap<StreamFigure, number> = new Map(STREAM_FIGURES.map((figure, index) => [figure, index]))

/** The counter that remembers the position of the newest message, which must not be given again when that is removed. */
export const LAST_MESSAGE = 'lastMessageSeq'
/** The counter that says up to which row conversations are in the index of ids (see `tables/conversation-ids.ts`). */
export const CONVERSATIONS_INDEXED = 'conversationsIndexed'
/** Counters that count nothing, but are places. */
export const PLACES_REMEMBERED: readonly string[] = [LAST_MESSAGE, CONVERSATIONS_INDEXED]

interface Figure {
  value: number
  changed: boolean
}

/**
 * The figures of the store and of each stream. They are kept in memory while the steps of a transaction run, and written
 * once, before the commit.
 */
export class Figures {
  readonly #putCounter: Statement
  readonly #putFigure: Statement
  readonly #counters = new Map<string, Figure>()
  /** Those of the stream with key 1 first, in the order of `STREAM_FIGURES`. */
  readonly #streams: (Figure | undefined)[] = []

  constructor(db: DatabaseSync) {
    this.#putCounter = new Statement(db, 'INSERT OR REPLACE INTO counters VALUES (?, ?)')
    this.#putFigure = new Statement(db, 'INSERT OR REPLACE INTO stream_figures VALUES (?, ?, ?)')
    for (const [name, value] of new Statement(db, 'SELECT name, value FROM counters').all()) {
      this.#counters.set(name as string, figureOf(value as number))
    }
    for (const row of new Statement(db, 'SELECT stream, figure, value FROM stream_figures').all()) {
      const [stream, figure, value] = row as [number, StreamFigure, number]
      this.#streams[placeOf(stream, figure)] = figureOf(value)
    }
  }

  counter(name: string): number {
    return this.#counters.get(name)?.value ?? 0
  }

  ofStream(stream: number, figure: StreamFigure): number {
    return this.#streams[placeOf(stream, figure)]?.value ?? 0
  }

  /** Of all streams together. */
  ofStreams(figure: StreamFigure): number {
    let sum = 0
    for (let place = placeOf(1, figure); place < this.#streams.length; place += STREAM_FIGURES.length) {
      sum += this.#streams[place]?.value ?? 0
    }
    return sum
  }

  count(name: string, by: number): void {
    const figure = this.#counters.get(name) ?? figureOf(0)
    this.#counters.set(name, figure)
    add(figure, by)
  }

  countParts(stream: number, name: StreamFigure, by: number): void {
    const place = placeOf(stream, name)
    const figure = this.#streams[place] ?? figureOf(0)
    this.#streams[place] = figure
    add(figure, by)
  }

  write(): void {
    for (const [name, figure] of this.#counters) {
      if (figure.changed) this.#putCounter.run(name, figure.value)
      figure.changed = false
    }
    this.#streams.forEach((figure, place) => {
      if (!figure?.changed) return
      figure.changed = false
      const stream = Math.floor(place / STREAM_FIGURES.length) + 1
      this.#putFigure.run(stream, STREAM_FIGURES[place % STREAM_FIGURES.length] as StreamFigure, figure.value)
    })
  }
}

function placeOf(stream: number, figure: StreamFigure): number {
  return (stream - 1) * STREAM_FIGURES.length + (PLACES.get(figure) as number)
}

function figureOf(value: number): Figure {
  return { value, changed: false }
}

function add(figure: Figure, by: number): void {
  figure.changed = true
  figure.value += by
}
