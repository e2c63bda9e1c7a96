import { BIND_TYPES, type GrantedSeat, type Seat, type SeatAsk, type SmscId } from '@smpp-connect/contracts'
import type { FrameKind } from './frame.ts'
import type { SeatsAsk, SeatsGranted } from './link.generated.ts'

/** Seats of a type that this version does not know are left out: nobody can hold them. */
function seatsFromWire(wire: readonly { readonly smscId: string; readonly bindType: string }[]): readonly Seat[] {
  return wire.flatMap(({ smscId, bindType: word }) => {
    const bindType = BIND_TYPES.find((one) => one === word)
    return bindType ? [{ smscId: smscId as SmscId, bindType }] : []
  })
}

export function seatAskToWire({ holding, leaving }: SeatAsk): SeatsAsk {
  const seats = holding.map(({ smscId, bindType }) => ({
    $typeName: 'connect.link.v1.Seat' as const,
    smscId,
    bindType,
  }))
  return { $typeName: 'connect.link.v1.SeatsAsk', holding: seats, leaving }
}

export function seatAskFromWire({ holding, leaving }: SeatsAsk): SeatAsk {
  return { holding: seatsFromWire(holding), leaving }
}

export function grantedToWire(granted: readonly GrantedSeat[]): SeatsGranted {
  const seats = granted.map((seat) => ({ $typeName: 'connect.link.v1.GrantedSeat' as const, ...seat }))
  return { $typeName: 'connect.link.v1.SeatsGranted', seats }
}

/** What a reply to an ask says; undefined: none came. */
export function grantedFromWire(reply: FrameKind | undefined): readonly GrantedSeat[] | undefined {
  if (reply?.case !== 'seatsGranted') return undefined
  return reply.value.seats.flatMap((wire) => {
    const [seat] = seatsFromWire([wire])
    return seat ? [{ ...seat, forMs: wire.forMs, release: wire.release }] : []
  })
}
