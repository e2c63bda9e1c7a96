/** The version of the contract in proto/connect/link/v1. `major` is in the name of the package too. */
export interface ContractVersion {
  readonly major: number
  readonly minor: number
}

/**
 * History: 1.0, the first. 1.1: binds can be tried (TryBind), and are held by seats (SeatsAsk). 1.2: an authority can be
 * replaced (Authorities, HoldsCertificate), and a manager names what came in (Deliver.name_them, Verdicts.message_ids).
 * 1.3: an edge makes sure that it has heard of every opt-out (Echo).
 *
 * A new field or kind of frame raises the minor version, another meaning of an old one the major.
 */
export const CONTRACT: ContractVersion = { major: 1, minor: 3 }

/** Most minor versions that two sides may be apart: an upgrade takes one side first, and then the other. */
const MOST_APART = 1

export interface Side {
  readonly who: string
  readonly contract: ContractVersion
  readonly productVersion: string
}

/** Undefined when the two can work together; else why not, in a sentence for both of them. */
export function versionsApart(ours: Side, theirs: Side): string | undefined {
  const [a, b] = [ours.contract, theirs.contract]
  if (a.major === b.major && Math.abs(a.minor - b.minor) <= MOST_APART) return undefined
  const older = a.major < b.major || (a.major === b.major && a.minor < b.minor) ? ours : theirs
  return (
    `${inWords(ours)} and ${inWords(theirs)} are too far apart: ` +
    `the same major version and at most ${MOST_APART} minor version between them work. Update ${older.who} first.`
  )
}

function inWords({ who, contract, productVersion }: Side): string {
  return `${who} (Connect ${productVersion || 'of unknown version'}, link contract ${contract.major}.${contract.minor})`
}
