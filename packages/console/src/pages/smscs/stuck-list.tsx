import type { StuckTexts } from '@smpp-connect/contracts'
import { Link } from 'wouter'
import { paths } from '../../app/paths.ts'
import { counted } from '../../format/numbers.ts'
import classes from './deletion.module.css'

/** Texts that stay at an SMSC that is to go, by why, with the way to some of them. */
export function StuckList({
  stuck,
  would = false,
}: {
  readonly stuck: readonly StuckTexts[]
  readonly would?: boolean
}) {
  if (stuck.length === 0) return null
  return (
    <ul className={classes.stuck}>
      {stuck.map(({ reason, texts, examples }) => (
        <li key={reason}>
          <b>
            {counted(texts, 'text')} {would ? 'would stay' : texts === 1 ? 'stays' : 'stay'}.
          </b>{' '}
          {reason}
          {examples.length === 0 ? null : (
            <span className={classes.examples}>
              {examples.map((id, at) => (
                <Link key={id} href={paths.message(id)}>
                  {texts === 1 ? 'Show it' : `Show ${ORDINALS[at] ?? 'another'}`}
                </Link>
              ))}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

const ORDINALS = ['one', 'a second', 'a third', 'a fourth', 'a fifth'] as const
