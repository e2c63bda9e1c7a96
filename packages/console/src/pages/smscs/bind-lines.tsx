import type { BindView, SmscView } from '@smpp-connect/contracts'
import { useNow } from '../../browser/now.ts'
import { bindName, bindWords, roundTripWords } from '../../format/bind-words.ts'
import { localTime, utcWords } from '../../format/time.ts'
import { ToneTag } from '../../ui/state-tag.tsx'
import classes from './bind-lines.module.css'

/** Each bind of an SMSC: what it does, since when, why, how full its window is and how quickly it is answered. */
export function BindLines({ smsc }: { readonly smsc: SmscView }) {
  if (!smsc.enabled) return <p className={classes.none}>Disabled: no bind is held, and its messages wait.</p>
  if (smsc.binds.length === 0) return <p className={classes.none}>No bind has been reported yet.</p>
  const slowed = smsc.binds.find(({ slowedTo }) => slowedTo !== null)
  return (
    <>
      {smsc.staleAt.length > 0 ? <Stale edges={smsc.staleAt} /> : null}
      {slowed ? <Slowed bind={slowed} /> : null}
      <ul className={classes.lines}>
        {smsc.binds.map((bind) => (
          <BindLine key={`${bind.edge} ${bind.bindType} ${bind.number}`} bind={bind} binds={smsc.binds} />
        ))}
      </ul>
    </>
  )
}

function BindLine({ bind, binds }: { readonly bind: BindView; readonly binds: readonly BindView[] }) {
  const { label, tone, detail } = bindWords(bind, useNow(), localTime.clock)
  return (
    <li className={classes.line}>
      <div className={classes.head}>
        <ToneTag tone={tone}>{label}</ToneTag>
        <span className={classes.type}>
          {bindName(bind, binds)}
          {bind.edge === null ? '' : ` at ${bind.edge}`}
        </span>
      </div>
      {detail ? (
        <p className={classes.detail} title={utcWords(Date.parse(bind.since))}>
          {detail}
        </p>
      ) : null}
      {bind.status === 'bound' && bind.bindType !== 'receiver' ? (
        <WindowMeter inUse={bind.windowInUse} size={bind.windowSize} roundTripMs={bind.roundTripMs} />
      ) : null}
    </li>
  )
}

/** Edges that hold an older version: their link is down, or the change is on its way. */
function Stale({ edges }: { readonly edges: readonly string[] }) {
  return (
    <div className={classes.slowed} role="status">
      <ToneTag tone="warn">Older settings</ToneTag>
      <p className={classes.detail}>{edges.join(', ')} has not confirmed the settings below yet.</p>
    </div>
  )
}

/** The pace is the SMSC's, over all its binds, so it is said once. */
function Slowed({ bind }: { readonly bind: BindView }) {
  return (
    <div className={classes.slowed}>
      <ToneTag tone="warn">{`Slowed to ${bind.slowedTo} a second`}</ToneTag>
      {bind.reason ? <p className={classes.detail}>{bind.reason}</p> : null}
    </div>
  )
}

interface WindowMeterProps {
  readonly inUse: number
  readonly size: number
  readonly roundTripMs: number | null
}

function WindowMeter({ inUse, size, roundTripMs }: WindowMeterProps) {
  return (
    <div className={classes.window}>
      <div className={classes.meter} aria-hidden="true">
        <span style={{ width: `${Math.min(100, (inUse / Math.max(1, size)) * 100)}%` }} />
      </div>
      <span className={classes.windowWords} title="Requests that are not answered yet, of those that may be">
        Window {inUse} of {size}
      </span>
      <span className={classes.windowWords} title="How long answers took lately, the median">
        {roundTripWords(roundTripMs)}
      </span>
    </div>
  )
}
