import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ENGINE_FLAGS } from '../../packages/connect/bin/engine-flags.mjs'
import { root } from '../runtime.mjs'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const PROGRAM = 'packages/connect/bin/connect.mjs'

test('the unit runs what is there, as nobody, and gives it the time it takes to stop', () => {
  const unit = read('deploy/systemd/connect@.service')
  const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? ''
  assert.equal(value('ExecStart'), `/usr/bin/node ${ENGINE_FLAGS.join(' ')} /opt/connect/${PROGRAM} %i`)
  assert.ok(existsSync(join(root, PROGRAM)))
  assert.equal(value('User'), 'connect')
  assert.equal(value('ProtectSystem'), 'strict')
  const source = read('packages/connect/src/roles/say.ts')
  const drainMs = Number(/DRAIN_WITHIN_MS = ([\d_]+)/.exec(source)?.[1]?.replaceAll('_', ''))
  assert.ok(Number(value('TimeoutStopSec')) * 1_000 > 2 * drainMs, String(drainMs))
})

test('the image runs the same program, as nobody', () => {
  const steps = read('deploy/container/Containerfile').split('\n')
  assert.ok(steps.includes(`ENTRYPOINT ${JSON.stringify(['node', ...ENGINE_FLAGS, PROGRAM]).replaceAll(',', ', ')}`))
  const last = steps.slice(steps.findLastIndex((step) => step.startsWith('FROM')))
  const user = last.find((step) => step.startsWith('USER'))
  assert.match(user ?? '', /^USER [1-9]\d+:[1-9]\d+$/)
  assert.ok(last.indexOf(user ?? '') < last.findIndex((step) => step.startsWith('ENTRYPOINT')))
})
