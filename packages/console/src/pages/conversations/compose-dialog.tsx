import { Center, Loader, Modal } from '@mantine/core'
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from 'react'

const ComposeForm = lazy(async () => ({ default: (await import('./compose-form.tsx')).ComposeForm }))

/** Opens the dialog for a new message, with a number when one is known. */
export type Compose = (to?: string) => void

const ComposeContext = createContext<Compose>(() => undefined)

export function useCompose(): Compose {
  return useContext(ComposeContext)
}

/** Lets every page open the dialog for a new message. */
export function ComposeProvider({ children }: { readonly children: ReactNode }) {
  const [dialog, setDialog] = useState<{ readonly to: string } | undefined>()
  const compose = useMemo<Compose>(
    () =>
      (to = '') =>
        setDialog({ to }),
    [],
  )
  const close = () => setDialog(undefined)
  return (
    <ComposeContext value={compose}>
      {children}
      <Modal opened={dialog !== undefined} onClose={close} title="New message" size="lg">
        {dialog ? (
          <Suspense
            fallback={
              <Center h={240}>
                <Loader size="sm" aria-label="Loading" />
              </Center>
            }
          >
            <ComposeForm to={dialog.to} onDone={close} />
          </Suspense>
        ) : null}
      </Modal>
    </ComposeContext>
  )
}
