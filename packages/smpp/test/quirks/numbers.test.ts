// The list of quirks seen in the field has 60 numbers: none may be forgotten, and none be claimed twice.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const here = new URL('./', import.meta.url)

/** The numbers in the titles of a file: of a test, or of a group of tests. */
function numbersIn(name: string): number[] {
  const titles = readFileSync(new URL(name, here), 'utf8').matchAll(/^(?:test|describe)\(\s*['"`]quirk (\d+): /gm)
  return [...titles].map((title) => Number(title[1]))
}

test('every number from 1 to 60 stands in exactly one title', () => {
  const numbers = readdirSync(here)
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap(numbersIn)
  assert.deepEqual(
    numbers.toSorted((one, other) => one - other),
    Array.from({ length: 60 }, (_value, index) => index + 1),
  )
})
