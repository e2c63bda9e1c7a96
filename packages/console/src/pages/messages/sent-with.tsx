import type { MessageDetail, TlvView } from '@smpp-connect/contracts'
import { Card } from '../../ui/page.tsx'
import classes from './sent-with.module.css'
import { wireFacts } from './wire-words.ts'

/** What a message carries beside its text: the fields of the request, and its TLVs with their names. */
export function SentWith({ message }: { readonly message: MessageDetail }) {
  const { wire, tlvs, direction } = message
  if (wire === null && tlvs.length === 0) return null
  const out = direction === 'outbound'
  return (
    <Card
      title={out ? 'What it is sent with' : 'What it came with'}
      lead={out ? 'As it stands in each request, by the names of the specification.' : 'The TLVs that the SMSC added.'}
    >
      {wire ? (
        <dl className={classes.facts}>
          {wireFacts(wire).map(({ name, value, meaning }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
                {meaning === '' ? null : <span className={classes.meaning}>{meaning}</span>}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {tlvs.length > 0 ? <Tlvs tlvs={tlvs} /> : null}
    </Card>
  )
}

function Tlvs({ tlvs }: { readonly tlvs: readonly TlvView[] }) {
  return (
    <>
      <h3 className={classes.title}>TLVs</h3>
      <dl className={classes.facts} aria-label="TLVs">
        {tlvs.map(({ tag, name, value }) => (
          <div key={tag}>
            <dt>{name ?? 'Not declared'}</dt>
            <dd>
              <code>{value}</code>
              <span className={classes.meaning}>{tag}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
