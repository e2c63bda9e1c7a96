// Writes docs/reference/bind-diagnoses.md from the catalogue. With --check it only says whether the page is up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BIND_DIAGNOSES, type BindDiagnosis } from '@smpp-connect/contracts'
import { root } from './runtime.mjs'

export const DIAGNOSES_PAGE = join(root, 'docs/reference/bind-diagnoses.md')

/** The page: what a test of a bind is, then a section for each diagnosis, in the order in which a bind comes past it. */
export function renderDiagnosesPage(catalogue: Readonly<Record<string, BindDiagnosis>>): string {
  const sections = Object.entries(catalogue).map(
    ([code, { title, cause, advice }]) => `## ${code}

**${title}.**

${cause}

What to do: ${advice}
`,
  )
  return `# What a test of a bind may find

<!-- Made by \`node tools/diagnoses.ts\` from packages/contracts/src/bind-diagnosis.ts. Edit the catalogue, not this page. -->

“Test the bind” in the console, \`npx connect smsc test\` and \`POST /v1/smscs/test\` go the way of a bind step by step and say
where it ends ([guide](../guide/test-bind.md)). Each answer has the steps that went well, what was seen (octets, a status, an
error code), and one of the codes below, in the order in which a bind comes past them.

${sections.join('\n')}`
}

if (import.meta.main) {
  const page = renderDiagnosesPage(BIND_DIAGNOSES)
  if (!process.argv.includes('--check')) {
    writeFileSync(DIAGNOSES_PAGE, page)
  } else if (readFileSync(DIAGNOSES_PAGE, 'utf8') !== page) {
    console.error('docs/reference/bind-diagnoses.md is not what the catalogue says. Run: node tools/diagnoses.ts')
    process.exitCode = 1
  }
}
