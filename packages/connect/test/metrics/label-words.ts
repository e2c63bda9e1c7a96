import assert from 'node:assert/strict'
import { ERRORS, MESSAGE_CLASSES, MESSAGE_STATES, PART_STATES } from '@smpp-connect/contracts'
import { BIND_RESULTS, INBOUND_KINDS, INBOUND_VERDICTS, SUBMIT_ENDINGS } from '@smpp-connect/edge'

const ID = /^smsc_\w{26}$/
/** What each label may say. A metric with a label of another name fails the test, until somebody has thought about it. */
const WORDS: Readonly<Record<string, RegExp | readonly string[]>> = {
  smsc: ID,
  from: ID,
  to: ID,
  edge: /^[a-z0-9-]{1,40}$/,
  version: /^\d+\.\d+\.\d+/,
  bind: /^(transceiver|transmitter|receiver)-\d{1,2}$/,
  type: ['transceiver', 'transmitter', 'receiver'],
  class: MESSAGE_CLASSES,
  code: Object.keys(ERRORS),
  state: [...MESSAGE_STATES, ...PART_STATES],
  status: /^(ESME_[A-Z_]+|vendor|other|uncertain|not_sent|unsendable|behind|blocked)$/,
  outcome: SUBMIT_ENDINGS,
  result: BIND_RESULTS,
  kind: INBOUND_KINDS,
  verdict: INBOUND_VERDICTS,
  le: /^(\+Inf|[\d.]+)$/,
}

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** What a page of metrics says of Connect, in the text format of Prometheus. */
export function samplesOf(page: string): readonly Sample[] {
  return page.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^(connect_\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (name === undefined) return []
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, word]) => [key, word] as const)
    return [{ name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }]
  })
}

/** The value of a metric with at least these labels. */
export function figureOf(
  page: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  return samplesOf(page).find(
    (sample) => sample.name === name && Object.entries(labels).every(([key, word]) => sample.labels[key] === word),
  )?.value
}

/** Every label is one that is known, and says nothing that it may not say. */
export function assertLabelsBounded(page: string): void {
  const samples = samplesOf(page)
  assert.ok(samples.length > 10, page)
  for (const { name, labels } of samples) {
    for (const [label, word] of Object.entries(labels)) {
      const words = WORDS[label]
      assert.ok(words, `${name} has a label ${label}`)
      const fits = words instanceof RegExp ? words.test(word) : words.includes(word)
      assert.ok(fits, `${name}{${label}="${word}"}`)
    }
  }
}
