export const FORMATS = ['csv', 'ndjson', 'lines'] as const
export type Format = (typeof FORMATS)[number]

/** The format that the ending of a name stands for; undefined when it stands for none. */
export function formatOfName(name: string): Format | undefined {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const endings: Readonly<Record<string, Format>> = {
    csv: 'csv',
    tsv: 'csv',
    ndjson: 'ndjson',
    jsonl: 'ndjson',
    txt: 'lines',
  }
  return endings[ending]
}
