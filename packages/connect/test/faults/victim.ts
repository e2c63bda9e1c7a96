// Connect as `connect up` runs it, but for its borders, at which it counts its passages and may be killed. Settings come from
// the environment. Usage: victim.ts PASSAGES [--lies] [POINT NTH].

import { runUp } from '../../src/roles/run-up.ts'
import { loadSettings } from '../../src/settings/load.ts'
import type { KillPlan, KillPoint } from './kill-points.ts'
import { killingBorders } from './killing-borders.ts'
import { Passages } from './passages.ts'

// Timers of the kernel's clock do not keep a process alive.
const keepAlive = setInterval(() => {}, 0x7fffffff)
const [path = '', ...words] = process.argv.slice(2)
const [point, nth] = words.filter((word) => word !== '--lies')
const plan: KillPlan | undefined = point === undefined ? undefined : { point: point as KillPoint, nth: Number(nth) }
const loaded = loadSettings({ flags: {}, env: process.env, cwd: process.cwd(), readFile: () => undefined })
if (!loaded.ok) throw new Error(loaded.problems.map(({ text }) => text).join('\n'))
process.exitCode = await runUp(loaded.settings, killingBorders(new Passages(path, plan), words.includes('--lies')))
clearInterval(keepAlive)
