import { type RouteExplanation, type RouteQuestionBody, routeQuestionSchema } from '@smpp-connect/contracts'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { tableLines } from '../output/fields.ts'
import { formatNoun } from '../output/figures.ts'
import { json } from '../output/json.ts'
import { printable, type Style } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { findSmsc } from '../smsc/find-smsc.ts'

/** `connect route explain`: which SMSC would take a message, and why that one. Fails when the message would be refused. */
export async function explainRoute(context: Context): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const asked = readQuestion(context)
  const connection = findServer(context)
  const { server, client } = connection
  const { smsc } = context.options
  const smscId = typeof smsc === 'string' ? (await findSmsc(context, connection, smsc, '--smsc')).id : undefined
  const question = smscId === undefined ? asked : { ...asked, smscId }
  const reply = await client.explainRoute(question)
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  if (wantsJson) terminal.data(json(reply.body))
  else for (const line of explanationLines(reply.body, terminal.dataStyle)) terminal.data(line)
  return reply.body.refusal === null ? EXIT.ok : EXIT.failed
}

function readQuestion({ terminal, options }: Context): RouteQuestionBody {
  const { to, from, text, caller } = options
  if (to === undefined) endWith(terminal, EXIT.usage, 'Say whom it would go to: --to NUMBER, such as +447700900123.')
  const given = { to, from, text, caller, class: options.class }
  const read = routeQuestionSchema.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  )
  if (read.success) return read.data
  const issue = read.error.issues[0]
  endWith(terminal, EXIT.usage, `--${issue?.path.join('.')}: ${issue?.message}.`)
}

/** What the explanation says, for people. */
export function explanationLines(explanation: RouteExplanation, style: Style): readonly string[] {
  const { rules, candidates } = explanation
  const ruleRows = rules.map(({ name, matched, why }) => [printable(name, 40), matched ? 'yes' : 'no', printable(why)])
  const smscRows = candidates.map(({ smscId, name, able, chance, why }) => [
    smscId === explanation.smscId ? '>' : '',
    printable(name, 30),
    able ? 'yes' : 'no',
    `${Math.round(chance * 100)} %`,
    printable(why),
  ])
  return [
    ...verdict(explanation, style),
    ...(ruleRows.length > 0 ? ['', ...tableLines(['Rule', 'Holds', 'Why'], ruleRows, style)] : []),
    ...(smscRows.length > 0 ? ['', ...tableLines(['', 'SMSC', 'Able', 'Part', 'Why'], smscRows, style)] : []),
  ]
}

function verdict(explanation: RouteExplanation, style: Style): readonly string[] {
  const { smscId, refusal, rule, candidates, parts, encoding, forcedBy } = explanation
  if (refusal) return [style.red(`It would be refused (${refusal.code}): ${printable(refusal.detail)}`)]
  const name = candidates.find((candidate) => candidate.smscId === smscId)?.name ?? smscId ?? ''
  const because = {
    message: 'which the message names',
    conversation: 'that of its conversation',
    rule: `by the rule “${printable(rule ?? '')}”`,
    sender: 'whose default sender address it has; no rule holds',
    any: 'as no rule holds',
  }[explanation.decidedBy ?? 'any']
  const lines = [`It would go through ${style.bold(printable(name))}, ${because}.`]
  if (parts === null) return lines
  const coding = encoding === 'ucs2' ? 'UCS-2' : 'GSM 7-bit'
  const force = forcedBy === null ? '' : `, because of ${JSON.stringify(forcedBy)}`
  return [...lines, `It takes ${formatNoun(parts, 'short message')} in ${coding}${force}.`]
}
