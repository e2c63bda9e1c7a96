import { METRICS, type MetricEntry } from '@smpp-connect/contracts'

/** docs/reference/metrics.md, from the table. A test holds the file to it. */
export function metricsReference(): string {
  const rows = (Object.entries(METRICS) as [string, MetricEntry][]).map(
    ([name, { kind, labels, help }]) =>
      `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
  )
  return `<!-- Generated from packages/contracts/src/metrics.ts by packages/connect/scripts/write-reference.ts. -->
# Metrics

\`GET /metrics\` shows these in the text format of Prometheus, together with what its client tells of the process itself
(\`process_\`, \`nodejs_\`). It takes an API key, which Prometheus sends with \`authorization: { credentials: … }\`.
Labels are few and bounded: \`smsc\` is an SMSC's id, \`bind\` its type and number. There is never a phone number, a message id
or a text in them. The figures equal those of \`GET /v1/system\` and \`GET /v1/smscs\`.

| metric | kind | labels | what it is |
|---|---|---|---|
${rows.join('\n')}
`
}
