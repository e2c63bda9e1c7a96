import type { OptOutView } from '@smpp-connect/contracts'
import type { OptOutRecord } from '@smpp-connect/store'
import { time } from './time.ts'

export function optOutView({ atMs, ...rest }: OptOutRecord): OptOutView {
  return { ...rest, at: time(atMs) }
}
