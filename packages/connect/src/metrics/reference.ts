import { INSIDE_METRICS, type MetricEntry, type MetricTable, OUTSIDE_METRICS } from '@smpp-connect/contracts'

/** docs/reference/metrics.md, from the tables. A test holds the file to it. */
export function metricsReference(): string {
  return `<!-- Generated from packages/contracts/src/metrics.ts by packages/connect/scripts/write-reference.ts. -->
# Metrics

Each process shows its own on \`GET /metrics\`, in the text format of Prometheus. What to watch, and what to do at night:
[operations](../guide/operations.md).

Labels are few and bounded: \`smsc\` is an SMSC's id, \`edge\` the name of an edge, \`bind\` a type and a number
(\`transmitter-1\`); the others are words of a fixed list. There is never a phone number, a message id or a text in them.

Every process also shows what the client of Prometheus tells of itself; of that worth a look are
\`nodejs_eventloop_lag_p99_seconds\` and \`nodejs_eventloop_lag_max_seconds\` (how long anything waits for its turn),
\`process_resident_memory_bytes\`, \`process_cpu_seconds_total\` and \`process_open_fds\`.

## \`connect up\`, \`connect manager\`

On the port of the API, with an API key: \`authorization: { credentials: … }\` of Prometheus sends one. The figures equal those
of \`GET /v1/system\`, \`GET /v1/smscs\` and \`GET /v1/edges\`.

${tableOf(INSIDE_METRICS)}

## \`connect edge\`, \`connect sender\`, \`connect receiver\`

On the address of [\`--status\`](settings.md#status), without a key. \`connect up\` shows what there is of SMSCs and binds on its
own page: there the link is a function call.

${tableOf(OUTSIDE_METRICS)}
`
}

function tableOf(table: MetricTable): string {
  const rows = (Object.entries(table) as [string, MetricEntry][]).map(
    ([name, { kind, labels, help }]) =>
      `| \`${name}\` | ${kind} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
  )
  return ['| metric | kind | labels | what it is |', '|---|---|---|---|', ...rows].join('\n')
}
