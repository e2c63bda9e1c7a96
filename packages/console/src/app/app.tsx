import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { makeQueryClient } from '../api/query-client.ts'
import { theme, variables } from '../theme/theme.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { SessionGate } from './session-gate.tsx'

/** The same name is in public/colour-scheme.js, which is there before this program is. */
const colourScheme = localStorageColorSchemeManager({ key: 'connect.colour-scheme' })

export function App() {
  const [client] = useState(makeQueryClient)
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      colorSchemeManager={colourScheme}
      defaultColorScheme="auto"
    >
      <ErrorBoundary>
        <QueryClientProvider client={client}>
          <Notifications position="bottom-right" autoClose={6000} limit={3} />
          <SessionGate />
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  )
}
