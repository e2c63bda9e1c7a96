import type { BindTrialView, BindTrialReport as Report } from '@smpp-connect/contracts'
import { IconCheck, IconX } from '@tabler/icons-react'
import { sentence } from '../../api/problem.ts'
import { bindName } from '../../format/bind-words.ts'
import { spanWords } from '../../format/duration.ts'
import { isHeldBack, smscSays, stepWords } from '../../format/trial-words.ts'
import { Notice } from '../../ui/notice.tsx'
import { Unseen } from '../../ui/state-tag.tsx'
import classes from './bind-trial.module.css'

/** What came of a test: for each bind the verdict first, then how far it came and what was seen. */
export function BindTrialReport({ report: { trials, notTried } }: { readonly report: Report }) {
  const several = trials.length + notTried.length > 1
  return (
    <div className={classes.report}>
      {trials.map((trial) => (
        <section key={trial.bindType} className={classes.one} aria-label={nameOf(trial)}>
          {several || trial.edge !== null ? <h3>{headOf(trial)}</h3> : null}
          <Verdict trial={trial} />
          <Steps trial={trial} />
          {trial.diagnosis === null && trial.facts.tls ? <Certificate tls={trial.facts.tls} /> : null}
          {trial.notes.map((note) => (
            <p key={note} className={classes.note}>
              {note}
            </p>
          ))}
        </section>
      ))}
      {notTried.map((left) => (
        <p key={left.bindType} className={classes.note}>
          {nameOf(left)}: not tried. {sentence(left.reason)}.
        </p>
      ))}
    </div>
  )
}

function nameOf({ bindType }: Pick<BindTrialView, 'bindType'>): string {
  return bindName({ bindType, number: 1 }, [])
}

function headOf(trial: BindTrialView): string {
  return trial.edge === null ? nameOf(trial) : `${nameOf(trial)}, by the edge ${trial.edge}`
}

function Verdict({ trial }: { readonly trial: BindTrialView }) {
  const { diagnosis, facts } = trial
  if (diagnosis === null) {
    return (
      <Notice tone="good" title="It works">
        {smscSays(facts)}
      </Notice>
    )
  }
  return (
    <Notice tone={isHeldBack(trial) ? 'info' : 'bad'} title={diagnosis.title}>
      <p className={classes.words}>{diagnosis.cause}</p>
      <p className={classes.words}>
        <b>To do:</b> {diagnosis.advice}
      </p>
      <p className={classes.seen}>
        {diagnosis.seen} <code>{diagnosis.code}</code>
      </p>
    </Notice>
  )
}

function Steps({ trial }: { readonly trial: BindTrialView }) {
  return (
    <ol className={classes.steps}>
      {trial.steps.map(({ name, ok, tookMs, words }) => (
        <li key={name} data-ok={ok || isHeldBack(trial)}>
          {ok ? <IconCheck size={17} aria-hidden /> : <IconX size={17} aria-hidden />}
          <b>{stepWords(name)}</b>
          <Unseen>{ok ? ': went well. ' : ': did not go on. '}</Unseen>
          <span className={classes.stepWords}>{ok ? words : ''}</span>
          <span className={classes.took}>{spanWords(tookMs)}</span>
        </li>
      ))}
    </ol>
  )
}

function Certificate({ tls }: { readonly tls: NonNullable<BindTrialView['facts']['tls']> }) {
  return (
    <dl className={classes.facts}>
      <Fact name="Certificate of">{tls.subject}</Fact>
      <Fact name="Issued by">{tls.issuer}</Fact>
      <Fact name="Good until">{tls.validTo.slice(0, 10)}</Fact>
      <Fact name="Fingerprint">{tls.fingerprint}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
