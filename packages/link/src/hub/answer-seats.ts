import type { GrantedSeat, SeatAsk } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import type { Reply } from '../session/session.ts'
import type { SeatsAsk } from '../wire/link.generated.ts'
import { grantedToWire, seatAskFromWire } from '../wire/seats.ts'

/** Decides which binds an edge may hold. */
export type SeatAsker = (edgeId: string, ask: SeatAsk) => Promise<readonly GrantedSeat[]>

/** An ask that cannot be answered is not: the edge goes on by the time that it has. */
export function answerSeats(asker: SeatAsker, edgeId: string, asked: SeatsAsk, reply: Reply, log: Log): void {
  asker(edgeId, seatAskFromWire(asked)).then(
    (granted) => reply.send({ case: 'seatsGranted', value: grantedToWire(granted) }),
    (failure: unknown) => {
      log.error('seats not granted', { cause: String(failure) })
      reply.send({ case: 'notSupported', value: { $typeName: 'connect.link.v1.NotSupported' } })
    },
  )
}
