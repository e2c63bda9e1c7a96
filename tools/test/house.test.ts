import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { MOST_LINES, sizeBreaches } from '../house/file-size.ts'
import { importsOf, layerBreaches } from '../house/layers.ts'
import { root } from '../runtime.mjs'

const bin = (name: string): string => join(root, 'node_modules', '.bin', name)

function passes(command: string, args: readonly string[]): void {
  const ended = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  assert.equal(ended.status, 0, `${ended.error ?? ''}${ended.stdout}${ended.stderr}`)
}

describe('the house', () => {
  it('has sound types', () => passes(bin('tsc'), ['-p', 'tsconfig.json']))
  it('has sound types in the console', () => passes(bin('tsc'), ['-p', 'packages/console/tsconfig.json']))
  it('is formatted and linted', () => passes(bin('biome'), ['check', '--error-on-warnings', '.']))
  it('imports only downwards, without circles', () => assert.deepEqual(layerBreaches(root), []))
  it('has no file too large or named after nothing', () => assert.deepEqual(sizeBreaches(root), []))
})

describe('the checks of the house see what they should', () => {
  const lay = (files: Readonly<Record<string, string>>): string => {
    const folder = mkdtempSync(join(tmpdir(), 'connect-house-'))
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    return folder
  }

  it('an import upwards, into another package, of Node in a browser room, and a circle', () => {
    const folder = lay({
      'packages/smpp/src/a.ts': "import { x } from '@smpp-connect/manager'\nimport './b.ts'",
      'packages/smpp/src/b.ts': "export * from './a.ts'",
      'packages/smpp/src/text/c.ts': "import { readFileSync } from 'node:fs'",
      'packages/api/src/d.ts':
        "import { make } from '@smpp-connect/manager'\nimport y from '../../kernel/src/clock.ts'",
    })
    const breaches = layerBreaches(folder)
    rmSync(folder, { recursive: true })
    assert.equal(breaches.length, 5, breaches.join('\n'))
  })

  it('imports in every form, and none in comments', () => {
    const source = `// import 'no'\n/* import x from 'no' */\nimport type { A } from 'a'\nimport {\n  b,\n} from 'b'\nimport 'c'\nexport * from 'd'\nawait import('e')`
    assert.deepEqual(
      importsOf(source).map(({ target, typeOnly }) => `${target}${typeOnly ? ' type' : ''}`),
      ['a type', 'b', 'c', 'd', 'e'],
    )
  })

  it('a file that is too long, a table that may be, and a name that says nothing', () => {
    const long = 'x\n'.repeat(MOST_LINES + 1)
    const folder = lay({
      'packages/smpp/src/long.ts': long,
      'packages/smpp/src/tables/long.ts': long,
      'packages/smpp/src/utils.ts': '',
    })
    const breaches = sizeBreaches(folder)
    rmSync(folder, { recursive: true })
    assert.equal(breaches.length, 2, breaches.join('\n'))
  })
})
