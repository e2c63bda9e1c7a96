/** A certificate that was given to an edge. */
export interface IssuedRecord {
  readonly edgeId: string
  readonly serial: string
  readonly issuedAtMs: number
  readonly notAfterMs: number
  /** Fingerprint of the generation of the authority that signed it. */
  readonly authority: string
}

/** With what an edge can connect. */
export interface EdgeStanding {
  readonly edgeId: string
  /** The certificate that it was seen with last; the newest that it was given when none of those that count was seen. */
  readonly certificate: IssuedRecord
  /** It may have none but of a generation that is being replaced: it would be outside when that one is retired. */
  readonly isOlder: boolean
}

/** The same, for whoever shows it. */
export type EdgeCertificate = Pick<EdgeStanding, 'isOlder'> & Pick<IssuedRecord, 'notAfterMs'>

/**
 * How the edges stand that have a certificate which counts. That one was given does not say that it arrived and was kept: an
 * edge counts as renewed when it was seen with one of the newest generation, or when it never had any other.
 */
export function standings(
  counting: readonly IssuedRecord[],
  seenSerial: (edgeId: string) => string | undefined,
  newest: string,
): readonly EdgeStanding[] {
  return [...Map.groupBy(counting, ({ edgeId }) => edgeId)]
    .map(([edgeId, records]) => {
      const serial = seenSerial(edgeId)
      const seen = records.find((one) => one.serial === serial)
      const certificate = seen ?? (records.at(-1) as IssuedRecord)
      const isNew = seen ? seen.authority === newest : records.every(({ authority }) => authority === newest)
      return { edgeId, certificate, isOlder: !isNew }
    })
    .sort((a, b) => (a.edgeId < b.edgeId ? -1 : 1))
}
