import { Skeleton } from '@mantine/core'
import { useKeywords } from '../../api/keywords.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { KeywordsEditor } from './keywords-editor.tsx'
import { OptOutTabs } from './opt-out-tabs.tsx'

/** The words by which people opt out, opt in and ask for help, language by language. */
export function KeywordsPage() {
  const keywords = useKeywords()
  return (
    <Page narrow>
      <PageHeader
        title="Opt-out words"
        lead="A text counts when it is one of these words. Case, accents and what stands around it do not matter."
      />
      <div>
        <OptOutTabs at="words" />
      </div>
      {keywords.data ? (
        <KeywordsEditor keywords={keywords.data} />
      ) : keywords.isPending ? (
        <>
          <Skeleton height={150} />
          <Skeleton height={320} />
        </>
      ) : (
        <ProblemNotice failure={keywords.error} onRetry={keywords.refetch} />
      )}
    </Page>
  )
}
