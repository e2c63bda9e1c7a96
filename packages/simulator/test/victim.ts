// A simulator in a process of its own, to be killed: node victim.ts JOURNAL. Prints its port.
import { Simulator } from '../src/index.ts'
import { ACCOUNT } from './world.ts'

const [, , journalFile = ''] = process.argv
const simulator = new Simulator({ port: 0, accounts: [ACCOUNT], journalFile, receiptDelayMs: 5 })
await simulator.start()
process.stdout.write(`${simulator.address().port}\n`)
