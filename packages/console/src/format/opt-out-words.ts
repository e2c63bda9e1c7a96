import type { OptOutView } from '@smpp-connect/contracts'

/** How an opt-out came about: the words before the time of it. `nameOf` says who an id is. */
export function optOutOrigin({ source, keyword, by }: OptOutView, nameOf: (id: string) => string): string {
  const who = by === null ? '' : ` by ${nameOf(by)}`
  switch (source) {
    case 'keyword':
      return keyword === null ? 'They wrote a stop word' : `They wrote ${keyword}`
    case 'console':
      return `Recorded in the console${who}`
    case 'api':
      return `Recorded over the API${who}`
    case 'import':
      return `Imported${who}`
  }
}

/** What it holds against. */
export function optOutScope({ ours }: Pick<OptOutView, 'ours'>): string {
  return ours === null ? 'all our addresses' : ours
}
