import { useMediaQuery } from '@mantine/hooks'

/** Where the frame becomes that of a phone; the stylesheets say the same. */
const SMALL = '(max-width: 860px)'

/** Whether the window is that of a phone, or as narrow. */
export function useSmall(): boolean {
  return useMediaQuery(SMALL, window.matchMedia(SMALL).matches, { getInitialValueInEffect: false })
}
