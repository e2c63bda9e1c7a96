// Writes docs/reference/errors.md from the error catalogue. With --check it only says whether the page is up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERRORS, type ErrorEntry } from '@smpp-connect/contracts'
import { root } from './runtime.mjs'

export const ERRORS_PAGE = join(root, 'docs/reference/errors.md')

const WHOSE: Readonly<Record<ErrorEntry['whose'], string>> = {
  caller: 'the caller: the request has to change',
  peer: 'the other end',
  network: 'nobody: it passes by itself',
  store: 'the operator: something is wrong with the store',
  bug: 'us: it is a mistake in Connect',
}

/** The page: what every error has in common, then a section for each code, in the order of the catalogue. */
export function renderErrorsPage(catalogue: Readonly<Record<string, ErrorEntry>>): string {
  const sections = Object.entries(catalogue).map(
    ([code, entry]) => `## ${code}

**${entry.title}.** HTTP ${entry.httpStatus}.

${entry.advice}

- Who can mend it: ${WHOSE[entry.whose]}.
- ${entry.retry ? 'The same request may succeed later.' : 'Repeating the same request will not help.'}
`,
  )
  return `# Error codes

<!-- Made by \`node tools/errors.ts\` from packages/contracts/src/errors.ts. Edit the catalogue, not this page. -->

Every error of the API is a problem document (RFC 9457, \`application/problem+json\`):

\`\`\`json
{
  "type": "/errors/request-invalid",
  "title": "The request is not as it should be",
  "status": 422,
  "detail": "/to: expected string, found number",
  "instance": "/v1/messages",
  "code": "request-invalid",
  "traceId": "0d048c12-5c7b-462a-824b-65370026990d",
  "errors": [{ "pointer": "/to", "detail": "expected string, found number" }]
}
\`\`\`

\`code\` is for programs and never changes its meaning; \`type\` is the address of a page of Connect that says what this
page says; \`errors\` names each place that is wrong, as a JSON pointer into the body or the name of a parameter;
\`traceId\` is also the header \`X-Request-Id\`, and in the log. Where \`Retry-After\` is sent, wait that many seconds.

${sections.join('\n')}`
}

if (import.meta.main) {
  const page = renderErrorsPage(ERRORS)
  if (!process.argv.includes('--check')) {
    writeFileSync(ERRORS_PAGE, page)
  } else if (readFileSync(ERRORS_PAGE, 'utf8') !== page) {
    console.error('docs/reference/errors.md is not what the catalogue says. Run: node tools/errors.ts')
    process.exitCode = 1
  }
}
