import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { copyText } from '../browser/clipboard.ts'
import { Unseen } from './state-tag.tsx'

interface CopyButtonProps {
  readonly text: string
  /** What is copied, for those who cannot see what stands beside the button. */
  readonly what: string
  readonly variant?: 'default' | 'filled' | 'subtle'
}

/** Copies, and says that it did. */
export function CopyButton({ text, what, variant = 'default' }: CopyButtonProps) {
  const [result, setResult] = useState<'copied' | 'failed'>()
  useEffect(() => {
    if (result === undefined) return
    const timer = setTimeout(() => setResult(undefined), 2_000)
    return () => clearTimeout(timer)
  }, [result])
  return (
    <Button
      size="xs"
      variant={variant}
      leftSection={result === 'copied' ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
      onClick={async () => setResult((await copyText(text)) ? 'copied' : 'failed')}
    >
      <span aria-live="polite">{WORDS[result ?? 'idle']}</span>
      <Unseen>{` ${what}`}</Unseen>
    </Button>
  )
}

const WORDS = { idle: 'Copy', copied: 'Copied', failed: 'Select and copy by hand' } as const
