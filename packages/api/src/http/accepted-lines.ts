import type { Accepted, BatchResult } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'

/** Says with which request a message came: from its id all that happens to it can be found, in every log. */
export async function tellAccepted<Body extends Accepted | BatchResult>(
  log: Log,
  traceId: string,
  answer: Promise<Body>,
): Promise<Body> {
  const body = await answer
  const results: BatchResult['results'] = 'results' in body ? body.results : [body]
  for (const one of results) {
    if (one.state !== 'accepted') continue
    log.debug('http.accepted', { traceId, messageId: one.id, smscId: one.smscId, parts: one.parts, class: one.class })
  }
  return body
}
