// A role of Connect as `connect manager` or `connect edge` run it, but for its end of the link, which is of another version of
// the contract. Settings come from the environment. Usage: other-role.ts ROLE MINOR.

import type { EdgeRole } from '@smpp-connect/contracts'
import { CONTRACT } from '@smpp-connect/link'
import { runEdge } from '../../src/roles/run-edge.ts'
import { runManager } from '../../src/roles/run-manager.ts'
import { loadSettings } from '../../src/settings/load.ts'
import { speaking } from './other-contract.ts'

// Timers of the kernel's clock do not keep a process alive.
const keepAlive = setInterval(() => {}, 0x7fffffff)
const [role = '', minor] = process.argv.slice(2)
const loaded = loadSettings({ flags: {}, env: process.env, cwd: process.cwd(), readFile: () => undefined })
if (!loaded.ok) throw new Error(loaded.problems.map(({ text }) => text).join('\n'))
const { settings } = loaded
const link = speaking({ major: CONTRACT.major, minor: Number(minor) })
process.exitCode = await (role === 'manager'
  ? runManager(settings, { store: (store) => store, dial: (_, dial) => dial, link })
  : runEdge(role as EdgeRole, settings, { link }))
clearInterval(keepAlive)
