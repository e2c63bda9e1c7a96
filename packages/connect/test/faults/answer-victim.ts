// Connect as `connect up` runs it, killed at the request with that idempotency key. Usage: answer-victim.ts [KEY MOMENT], which
// is `begun`: its note is durable and nothing is done; `done`: all is done and its answer is not stored; `answered`: the
// answer is stored and not sent.
import type { KeyedAnswer, Store } from '@smpp-connect/store'
import { runUp } from '../../src/roles/run-up.ts'
import { loadSettings } from '../../src/settings/load.ts'

const [victimKey, moment] = process.argv.slice(2)

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('a process outlived its own kill')
}

function dying(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member = Reflect.get(target, name, target) as unknown
      if (typeof member !== 'function') return member
      if (name !== 'keepAnswer' && name !== 'settleAnswer') return member.bind(target)
      return async (...args: unknown[]) => {
        const isNoted = name === 'keepAnswer' && (args[0] as KeyedAnswer).key === victimKey
        const isSettled = name === 'settleAnswer' && args[1] === victimKey
        if (isSettled && moment === 'done') die()
        const result = await member.apply(target, args)
        if (isNoted && moment === 'begun') die()
        if (isSettled && moment === 'answered') die()
        return result
      }
    },
  })
}

// Timers of the kernel's clock do not keep a process alive.
const keepAlive = setInterval(() => {}, 0x7fffffff)
const loaded = loadSettings({ flags: {}, env: process.env, cwd: process.cwd(), readFile: () => undefined })
if (!loaded.ok) throw new Error(loaded.problems.map(({ text }) => text).join('\n'))
process.exitCode = await runUp(loaded.settings, { store: dying, dial: (_definition, dial) => dial })
clearInterval(keepAlive)
