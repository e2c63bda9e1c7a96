import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Keywords, KeywordTrialResult } from '@smpp-connect/contracts'
import { useState } from 'react'
import { useKeywordTrial } from '../../api/keywords.ts'
import { INPUT_ORDER } from '../../form/field-input.tsx'
import type { Tone } from '../../format/state-words.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Card } from '../../ui/page.tsx'
import { ToneTag } from '../../ui/state-tag.tsx'
import { languageName } from './keyword-draft.ts'
import classes from './keywords.module.css'

/** How long a text has to stand before it is tried. */
const TRY_AFTER_MS = 250

interface KeywordTrialCardProps {
  /** The words that are being written; undefined while those hold that are saved. */
  readonly keywords: Keywords | undefined
  /** Of the words that are saved. */
  readonly version: number
}

/** Says what a text would do, if a person wrote it. */
export function KeywordTrialCard({ keywords, version }: KeywordTrialCardProps) {
  const [text, setText] = useState('')
  const [tried] = useDebouncedValue(JSON.stringify({ text, keywords }), TRY_AFTER_MS)
  const trial = text.trim() === '' ? undefined : (JSON.parse(tried) as { text: string; keywords?: Keywords })
  const { data, error } = useKeywordTrial(trial, version)
  return (
    <Card title="Try a text" lead="Nothing is recorded, and nobody is answered.">
      <TextInput
        label="What a person might write"
        description={
          keywords ? 'Read with the words as you are writing them, saved or not.' : 'Read with the words that hold.'
        }
        inputWrapperOrder={INPUT_ORDER}
        placeholder="Stop."
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.trial} role="status">
        {trial && data ? <Verdict result={data} /> : null}
      </div>
      {trial && error ? <ProblemNotice failure={error} /> : null}
    </Card>
  )
}

const VERDICTS: Readonly<
  Record<
    NonNullable<KeywordTrialResult['meaning']>,
    { readonly label: string; readonly tone: Tone; readonly words: string }
  >
> = {
  stop: { label: 'Opts out', tone: 'warn', words: 'Nothing more is sent to them from the address that they wrote to.' },
  start: {
    label: 'Opts in again',
    tone: 'good',
    words: 'If they had opted out of that address; else nothing happens.',
  },
  help: { label: 'Asks for help', tone: 'move', words: 'They are told who you are.' },
  'possible-stop': { label: 'May mean stop', tone: 'warn', words: 'Nothing is done; a person should look at it.' },
}

function Verdict({ result }: { readonly result: KeywordTrialResult }) {
  const { meaning, word, language, reply } = result
  if (meaning === null) {
    return (
      <p>
        <ToneTag tone="wait">A text like any other</ToneTag> It is stored and shown, and nothing else happens.
      </p>
    )
  }
  const { label, tone, words } = VERDICTS[meaning]
  return (
    <>
      <p>
        <ToneTag tone={tone}>{label}</ToneTag> {words}
      </p>
      <p className={classes.because}>
        Because of <b>{word}</b>, {languageName(language ?? '')}.{' '}
        {reply === null ? 'Nothing is answered.' : <>Answered with: “{reply}”</>}
      </p>
    </>
  )
}
