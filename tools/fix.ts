// `npm run fix`: formats and mends what Biome can mend by itself.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './runtime.mjs'

const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
process.exitCode =
  spawnSync(process.execPath, [biome, 'check', '--write', '.'], { cwd: root, stdio: 'inherit' }).status ?? 1
