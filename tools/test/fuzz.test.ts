import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { decodePdu, Framer } from '@smpp-connect/smpp'
import { mutate } from '../fuzz/mutation.ts'
import { Random } from '../fuzz/random.ts'
import { TARGETS } from '../fuzz/targets.ts'

const root = join(import.meta.dirname, '../..')

/** CI has a budget of seconds, with a new seed each time; elsewhere a fixed handful of inputs will do. */
const budget = process.env.CONNECT_FUZZ_SECONDS

test(`a run of the fuzzer finds nothing (${budget ? `${budget} s` : '60,000 inputs'})`, () => {
  const extent = budget ? ['--seconds', budget] : ['--inputs', '60000', '--seed', '1']
  const run = spawnSync(process.execPath, [join(root, 'tools/fuzz.ts'), ...extent], { encoding: 'utf8' })
  assert.equal(run.status, 0, `${run.stdout}\n${run.stderr}`)
})

/** How many inputs the fuzzer needs to make a condition true; at most 200,000. */
function inputsUntil(holds: (octets: Uint8Array) => boolean): number {
  const random = new Random(1)
  const { seeds } = TARGETS.find((target) => target.name === 'decode')!
  for (let inputs = 1; inputs <= 200_000; inputs++) if (holds(mutate(seeds, random))) return inputs
  return Number.POSITIVE_INFINITY
}

/** Each stands for a bug that only a certain input would show. */
const PLANTED: readonly (readonly [name: string, shown: (octets: Uint8Array) => boolean])[] = [
  ['a message that fills its PDU but for one octet', (octets) => problemOf(octets) === 'message_too_long'],
  ['a TLV cut in its header', (octets) => problemOf(octets) === 'tlv_header_truncated'],
  ['a TLV cut in its value', (octets) => problemOf(octets) === 'tlv_value_truncated'],
  ['a destination of a third kind', (octets) => problemOf(octets) === 'bad_dest_flag'],
  ['a text without its NUL', (octets) => problemOf(octets) === 'missing_nul'],
  ['an integer TLV of seven octets or more', (octets) => unknownTags(octets).includes(0x0204)],
]

function framesOf(octets: Uint8Array) {
  return new Framer().push(octets).frames.map((frame) => decodePdu(frame))
}

function problemOf(octets: Uint8Array): string | undefined {
  const [outcome] = framesOf(octets)
  return outcome?.kind === 'unparsed' ? outcome.error.problem : undefined
}

function unknownTags(octets: Uint8Array): readonly number[] {
  const [outcome] = framesOf(octets)
  if (outcome?.kind !== 'pdu' || outcome.pdu.command === 'unknown') return []
  return (outcome.pdu.tlvs.unknown ?? []).map((tlv) => tlv.tag)
}

for (const [name, shown] of PLANTED) {
  test(`the fuzzer comes upon ${name}`, () => {
    assert.ok(inputsUntil(shown) <= 200_000)
  })
}
