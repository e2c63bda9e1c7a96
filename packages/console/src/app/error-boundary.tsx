import { Button } from '@mantine/core'
import { IconMoodSad } from '@tabler/icons-react'
import { Component, type ReactNode } from 'react'
import { EmptyState } from '../ui/empty-state.tsx'

interface Props {
  readonly children: ReactNode
  /** Another one, another try: the page's address. */
  readonly of?: string
}

/** Catches a mistake of ours, so that one page may break and the others do not. */
export class ErrorBoundary extends Component<Props, { failure: Error | undefined; of: string | undefined }> {
  override state: { failure: Error | undefined; of: string | undefined } = { failure: undefined, of: this.props.of }

  static getDerivedStateFromError(failure: Error) {
    return { failure }
  }

  static getDerivedStateFromProps(props: Props, state: { of: string | undefined }) {
    return props.of === state.of ? null : { failure: undefined, of: props.of }
  }

  override render() {
    const { failure } = this.state
    if (!failure) return this.props.children
    return (
      <EmptyState
        icon={<IconMoodSad size={30} />}
        title="This page has broken"
        action={<Button onClick={() => window.location.reload()}>Load it again</Button>}
      >
        Nothing was lost: only what you see is affected. If it happens again, please report these words:{' '}
        <code>{failure.message}</code>
      </EmptyState>
    )
  }
}
