import { useNow } from '../browser/now.ts'
import { localTime, utcWords } from '../format/time.ts'

type Style = 'brief' | 'clock' | 'seconds' | 'precise' | 'full'

/** A time in the zone of whoever looks; UTC when they hover over it. */
export function Moment({ at, as = 'full', className }: { at: string; as?: Style; className?: string | undefined }) {
  const ms = Date.parse(at)
  return (
    <time
      dateTime={at}
      title={utcWords(ms)}
      className={className}
      style={{ whiteSpace: as === 'full' ? 'normal' : 'nowrap' }}
    >
      {as === 'brief' ? <Brief ms={ms} /> : localTime[as](ms)}
    </time>
  )
}

function Brief({ ms }: { readonly ms: number }) {
  return localTime.brief(ms, useNow('coarse'))
}
