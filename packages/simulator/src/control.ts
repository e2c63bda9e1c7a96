import type { Outcome, PhoneText, PhoneView, SimulatorStatus } from '@smpp-connect/contracts'

/** What people and tests may ask of the simulator, beside speaking SMPP with it. */
export interface SimulatorControl {
  status(): SimulatorStatus
  /** Phones with the newest text first. */
  phones(query: { limit: number; cursor?: string | undefined; search?: string | undefined }): {
    readonly items: readonly PhoneView[]
    readonly next: string | null
    readonly total: number
  }
  /** What a phone shows, newest first; undefined for a number that never got or wrote a text. */
  texts(
    number: string,
    query: { limit: number; cursor?: string | undefined },
  ): { readonly items: readonly PhoneText[]; readonly next: string | null } | undefined
  /** Writes a text on a phone; it goes out as deliver_sm on a bound receiver, split where it must be. */
  reply(number: string, to: string, text: string): Promise<Outcome<{ readonly id: string; readonly parts: number }>>
  /** Calls back with the numbers of phones that changed. Returns how to stop it. */
  onPhones(listener: (numbers: readonly string[]) => void): () => void
}
