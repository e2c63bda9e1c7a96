// A file that nobody can keep in mind is several. Tables and generated files are data, and may be long.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const MOST_LINES = 500
const FORBIDDEN_NAMES = /^(utils?|helpers?|misc|common)(\.|$)/
const DATA = [/\/tables\//, /-tables\.ts$/, /\.generated\.ts$/]

/** Files over the limit and files named after nothing, as sentences. */
export function sizeBreaches(root: string): readonly string[] {
  const files = globSync(['packages/*/{src,test,bin}/**/*.{ts,tsx,mjs}', 'tools/**/*.{ts,mjs}', 'bench/**/*.ts'], {
    cwd: root,
    exclude: (name) => name === 'node_modules' || name === 'dist',
  })
  const breaches: string[] = []
  for (const file of files) {
    if (file.includes('node_modules') || file.includes('/dist/')) continue
    const name = file.slice(file.lastIndexOf('/') + 1)
    if (FORBIDDEN_NAMES.test(name)) breaches.push(`${file}: name it after what it holds`)
    if (DATA.some((pattern) => pattern.test(file))) continue
    const lines = readFileSync(join(root, file), 'utf8').split('\n').length - 1
    if (lines > MOST_LINES) breaches.push(`${file}: ${lines} lines, allowed ${MOST_LINES}; it is more than one concept`)
  }
  return breaches
}
