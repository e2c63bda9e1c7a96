// Throws octets at the SMPP decoder and texts at the text functions, and checks what must always hold. Deterministic: the
// seed is printed, and the same seed finds the same. Usage: tools/fuzz.ts [--seconds N | --inputs N] [--seed N].
// Exit code 0: nothing found; 1: an input broke a rule, which is printed with its octets.
import { parseArgs } from 'node:util'
import { mutate } from './fuzz/mutation.ts'
import { Random } from './fuzz/random.ts'
import { TARGETS } from './fuzz/targets.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    inputs: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    target: { type: 'string' },
  },
})
const seed = Number(values.seed)
const wanted = values.inputs === undefined ? Number.POSITIVE_INFINITY : Number(values.inputs)
const milliseconds = values.inputs === undefined ? Number(values.seconds) * 1000 : Number.POSITIVE_INFINITY
const targets = TARGETS.filter((target) => values.target === undefined || target.name === values.target)
if (!(seed >= 0 && wanted > 0 && milliseconds > 0 && targets.length > 0)) {
  console.error('usage: fuzz.ts [--seconds N | --inputs N] [--seed N] [--target decode|text]')
  process.exit(2)
}
console.log(`seed ${seed}`)
let failed = false
for (const target of targets) {
  const random = new Random(seed)
  const until = performance.now() + milliseconds / targets.length
  const share = wanted / targets.length
  let inputs = 0
  let octets = new Uint8Array(0)
  try {
    for (; inputs < share; inputs++) {
      // The clock is looked at now and then only: it costs as much as an input.
      if (inputs % 1024 === 0 && performance.now() >= until) break
      octets = mutate(target.seeds, random)
      target.check(octets)
    }
  } catch (error) {
    failed = true
    console.error(`${target.name}: input ${inputs}: ${Buffer.from(octets).toString('hex')}`)
    console.error(error)
  }
  console.log(`${target.name}: ${inputs.toLocaleString('en')} inputs; ${target.summary()}`)
}
process.exitCode = failed ? 1 : 0
