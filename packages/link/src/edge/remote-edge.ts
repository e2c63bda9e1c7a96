import type { EdgePort } from '@smpp-connect/contracts'

/** An edge that can be cut off from its manager. */
export interface RemoteEdge extends EdgePort {
  /**
   * The manager cannot be reached: gives back what waits and has not left, as `not-sent` with this reason, because nobody
   * can say any more what must not be sent. What has left is answered as ever.
   */
  recall(reason: string): void
}
