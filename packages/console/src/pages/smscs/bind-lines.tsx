import type { SmscView } from '@smpp-connect/contracts'
import { useNow } from '../../browser/now.ts'
import { bindTypeWords, bindWords } from '../../format/bind-words.ts'
import { localTime, utcWords } from '../../format/time.ts'
import { ToneTag } from '../../ui/state-tag.tsx'
import classes from './bind-lines.module.css'

/** Each bind of an SMSC: what it does, since when, why, and how full its window is. */
export function BindLines({ smsc }: { readonly smsc: SmscView }) {
  const nowMs = useNow()
  if (!smsc.enabled) return <p className={classes.none}>Disabled: no bind is held, and its messages wait.</p>
  if (smsc.binds.length === 0) return <p className={classes.none}>No bind has been reported yet.</p>
  return (
    <ul className={classes.lines}>
      {smsc.binds.map((bind) => {
        const { label, tone, detail } = bindWords(bind, nowMs, localTime.clock)
        return (
          <li key={bind.bindType} className={classes.line}>
            <div className={classes.head}>
              <ToneTag tone={tone}>{label}</ToneTag>
              <span className={classes.type}>{bindTypeWords(bind.bindType)}</span>
            </div>
            {detail ? (
              <p className={classes.detail} title={utcWords(Date.parse(bind.since))}>
                {detail}
              </p>
            ) : null}
            {bind.status === 'bound' && bind.bindType !== 'receiver' ? (
              <WindowMeter inUse={bind.windowInUse} size={bind.windowSize} />
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}

function WindowMeter({ inUse, size }: { readonly inUse: number; readonly size: number }) {
  return (
    <div className={classes.window}>
      <div className={classes.meter} aria-hidden="true">
        <span style={{ width: `${Math.min(100, (inUse / Math.max(1, size)) * 100)}%` }} />
      </div>
      <span className={classes.windowWords} title="Requests that are not answered yet, of those that may be">
        Window {inUse} of {size}
      </span>
    </div>
  )
}
