// A role of Connect as `connect manager` or `connect edge` run it, which is killed at one point of a definition's way as soon as
// there is the file that it is told of. Settings come from the environment. Usage: dying-role.ts ROLE POINT FILE.

import { existsSync } from 'node:fs'
import type { EdgeRole } from '@smpp-connect/contracts'
import { encodeFrame, type Frame } from '@smpp-connect/link/wire'
import type { Store } from '@smpp-connect/store'
import type { LinkBorder } from '../../src/roles/inside.ts'
import { runEdge } from '../../src/roles/run-edge.ts'
import { runManager } from '../../src/roles/run-manager.ts'
import { loadSettings } from '../../src/settings/load.ts'
import type { DyingPoint } from './dying-points.ts'
import { TappedConnection } from './tapped-connection.ts'

// Timers of the kernel's clock do not keep a process alive.
const keepAlive = setInterval(() => {}, 0x7fffffff)
const [role = '', planned = '', file = ''] = process.argv.slice(2)
const loaded = loadSettings({ flags: {}, env: process.env, cwd: process.cwd(), readFile: () => undefined })
if (!loaded.ok) throw new Error(loaded.problems.map(({ text }) => text).join('\n'))
const { settings } = loaded

function at(point: DyingPoint): void {
  if (point === planned && existsSync(file)) process.kill(process.pid, 'SIGKILL')
}

const store = (inner: Store): Store =>
  new Proxy(inner, {
    get(target, name) {
      const member = Reflect.get(target, name, target) as unknown
      if (typeof member !== 'function') return member
      if (name !== 'putSmsc') return member.bind(target)
      return async (...args: Parameters<Store['putSmsc']>) => {
        at('before it is stored')
        const result = await target.putSmsc(...args)
        at('after it is stored')
        return result
      }
    },
  })

const pass = (frame: Frame): readonly Uint8Array[] => [encodeFrame(frame)]
const link: LinkBorder = {
  connection: (connection) =>
    new TappedConnection(connection, {
      came(frame) {
        if (frame.kind.case === 'definitions') at('before it is carried out')
        return pass(frame)
      },
      said(frame) {
        if (frame.kind.case === 'definitions') at('before the edge is told')
        if (frame.kind.case === 'definitionsApplied') at('before it is confirmed')
        return pass(frame)
      },
    }),
}

process.exitCode = await (role === 'manager'
  ? runManager(settings, { store, dial: (_, dial) => dial, link })
  : runEdge(role as EdgeRole, settings, {
      dial: (_, dial) => (signal) => {
        at('between the old bind and the new')
        return dial(signal)
      },
      link,
    }))
clearInterval(keepAlive)
