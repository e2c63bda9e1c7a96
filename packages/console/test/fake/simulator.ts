import { type Answer, good, pageOf, refuse } from './answers.ts'
import type { World } from './world.ts'

/** The simulator's part of the API: its status, its phones, and what they show. */
export function simulator(
  world: World,
  method: string,
  kind: string,
  number: string,
  last: string,
  query: URLSearchParams,
  body: { to: string; text: string },
): Answer {
  if (kind === 'status') return status(world)
  if (method === 'GET' && number === '') {
    const found = [...world.phones].filter(([each]) => each.includes(query.get('search') ?? ''))
    const items = found
      .map(([each, texts]) => ({
        number: each,
        messageCount: texts.length,
        lastText: texts[0]?.text ?? '',
        lastAt: texts[0]?.at ?? world.at(),
      }))
      .sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))
    return good({ ...pageOf(items, query, 100), total: items.length })
  }
  if (method === 'GET' && last === 'messages') {
    const texts = world.phones.get(number)
    return texts ? good(pageOf(texts, query, 200)) : refuse(404, 'not-found', 'No phone has this number.')
  }
  if (method === 'POST' && last === 'replies') {
    world.reply(number, body.to, body.text)
    return good({ id: world.id('txt'), parts: 1 }, 202)
  }
  return refuse(404, 'not-found', 'There is no such thing.')
}

function status(world: World): Answer {
  const received = world.messages.length
  return good({
    host: '127.0.0.1',
    port: 2775,
    sessions: [{ systemId: 'connect', bindType: 'transceiver', since: world.at(), received }],
    ledger: {
      submits: received,
      receiptsPending: 0,
      receiptsAcknowledged: received,
      replies: 0,
      refusedBinds: 0,
      phones: world.phones.size,
    },
  })
}
