// Runs every example of the README, and compares what it prints with the `// →` lines in it.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { format } from 'node:util'

const packageFolder = fileURLToPath(new URL('../..', import.meta.url))
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'smpp-book-'))
symlinkSync(join(packageFolder, '../../node_modules'), join(folder, 'node_modules'), 'dir')
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
after(() => rmSync(folder, { recursive: true }))

/** The heading and the code of each example. */
const examples = [...readme.matchAll(/^## (.+?)$|^```ts\n([\s\S]*?)^```$/gm)].reduce<{ title: string; code: string }[]>(
  (found, match) => {
    if (match[1] !== undefined) found.push({ title: match[1], code: '' })
    else if (found.length > 0) found.at(-1)!.code += match[2]
    return found
  },
  [],
)

describe('the README', { concurrency: false, timeout: 60_000 }, () => {
  for (const [index, { title, code }] of examples.entries()) {
    if (code === '') continue
    it(title, async (context) => {
      const file = join(folder, `example-${index}.ts`)
      writeFileSync(file, code)
      const printed: string[] = []
      context.mock.method(console, 'log', (...parts: unknown[]) => printed.push(format(...parts)))
      const before = process.cwd()
      process.chdir(fileURLToPath(new URL('../net/certificates', import.meta.url)))
      try {
        await import(pathToFileURL(file).href)
      } finally {
        process.chdir(before)
      }
      const expected = [...code.matchAll(/^\/\/ → (.*)$/gm)].map((match) => match[1])
      assert.deepEqual(printed, expected)
      assert.ok(expected.length > 0, 'an example shows what it does')
    })
  }

  it('has examples', () => assert.ok(examples.filter(({ code }) => code !== '').length >= 10))
})
