/**
 * The moments at which Connect is killed, between two steps of which the second builds on the first. Those with a number
 * are the ones that any gateway has; those with an R are of coming back after the kill before, which found something in
 * flight if anything does.
 */
export const KILL_POINTS = {
  K1: 'the request is understood, nothing is written',
  K2: 'a transaction is written, not yet synced',
  K3: 'accepted and synced, the 202 not yet sent',
  K4: 'the 202 is sent',
  K5: 'parts are leased, the Sender does not have them yet',
  K6: 'submit_sm is about to be written to the socket',
  K7: 'half of a submit_sm is written',
  K8: 'submit_sm is written, not yet answered',
  'R uncertain': 'after the start that follows, what was under way is stored as uncertain',
  'R policy': 'the policy is applied to what was uncertain',
  K9: 'submit_sm_resp has come, nothing is stored of it',
  K10: 'the answer is stored, the Sender does not know yet',
  K11: 'a receipt is stored, not yet acknowledged',
  'K11 text': 'a text is stored, not yet acknowledged',
  K12: 'a part of a longer text is stored, the others are not there',
  K15: 'a changed definition is to be stored',
  'K15 stored': 'a changed definition is stored, not yet carried out',
} as const
export type KillPoint = keyof typeof KILL_POINTS
export const KILL_POINT_NAMES = Object.keys(KILL_POINTS) as readonly KillPoint[]

/** Points that are passed once, right after a start, and only when the kill before it found something in flight. */
export const OF_RECOVERY: readonly KillPoint[] = ['R uncertain', 'R policy']

/** The disk kills here by itself: the process does not see the moment between a write and its sync. */
export const BY_DISK: KillPoint = 'K2'

/** A process is killed when it comes to that point for the nth time. */
export interface KillPlan {
  readonly point: KillPoint
  readonly nth: number
}
