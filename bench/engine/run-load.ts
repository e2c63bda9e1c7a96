import { HttpConnection } from './http-connection.ts'
import { acceptedBy, type PreparedRequest, type Target } from './requests.ts'
import { wallMs } from './smsc-tally.ts'

/** What the load saw. Times are wall-clock milliseconds. */
export interface LoadReport {
  readonly kind: 'sent'
  readonly accepted: number
  /** Texts that were not accepted, and the first answer that said so. */
  readonly notAccepted: number
  readonly firstTrouble: string
  readonly firstSentMs: number
  readonly lastAnsweredMs: number
  /** When each request was due (paced) or sent, and when its answer was there. */
  readonly sentMs: Float64Array
  readonly answeredMs: Float64Array
}

export interface Manner {
  readonly connections: number
  /** Texts a second; null: as fast as they are accepted. */
  readonly perSecond: number | null
}

/** Sends all requests over so many connections, and resolves when all are answered. */
export async function runLoad(
  target: Target,
  requests: readonly PreparedRequest[],
  { connections, perSecond }: Manner,
): Promise<LoadReport> {
  let lost: (why: string) => void = () => undefined
  const failed = new Promise<never>((_, reject) => {
    lost = (why) => reject(new Error(`the load lost a connection: ${why}`))
  })
  const pool = await Promise.all(Array.from({ length: connections }, () => HttpConnection.open(target.port, lost)))
  const sentMs = new Float64Array(requests.length)
  const answeredMs = new Float64Array(requests.length)
  let accepted = 0
  let firstTrouble = ''
  let answered = 0
  const done = Promise.withResolvers<void>()

  const send = (connection: HttpConnection, at: number, then: () => void): void => {
    const request = requests[at]!
    sentMs[at] ||= wallMs()
    connection.send(request.octets, (answer) => {
      answeredMs[at] = wallMs()
      const took = acceptedBy(target, answer)
      accepted += took
      if (took < request.count && firstTrouble === '') firstTrouble = `${answer.status} ${answer.bodyStart}`
      answered += 1
      if (answered === requests.length) done.resolve()
      else then()
    })
  }

  let next = 0
  if (perSecond === null) {
    const again = (connection: HttpConnection): void => {
      if (next < requests.length) send(connection, next++, () => again(connection))
    }
    for (const connection of pool) again(connection)
  } else {
    const beganMs = wallMs()
    const texts = requests.reduce((sum, { count }) => sum + count, 0)
    const everyMs = ((texts / requests.length) * 1_000) / perSecond
    const free = [...pool]
    const turn = (): void => {
      while (next < requests.length && beganMs + next * everyMs <= wallMs()) {
        const connection = free.pop()
        if (!connection) break
        // Counted from when it was due: a load that is held up must not make what holds it up look better.
        sentMs[next] = beganMs + next * everyMs
        send(connection, next++, () => free.push(connection))
      }
      if (next < requests.length) setTimeout(turn, 1)
    }
    turn()
  }
  await Promise.race([done.promise, failed])
  for (const connection of pool) connection.close()
  const texts = requests.reduce((sum, { count }) => sum + count, 0)
  return {
    kind: 'sent',
    accepted,
    notAccepted: texts - accepted,
    firstTrouble,
    firstSentMs: sentMs[0] ?? 0,
    lastAnsweredMs: answeredMs.reduce((latest, at) => Math.max(latest, at), 0),
    sentMs,
    answeredMs,
  }
}
