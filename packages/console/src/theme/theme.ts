import {
  Alert,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  InputWrapper,
  type MantineColorsTuple,
  Modal,
  Notification,
  NumberInput,
  Select,
  Skeleton,
  Switch,
  Tooltip,
} from '@mantine/core'

/** The blue-green of the mark. Shade 7 carries white text in both schemes (5.5 : 1). */
const petrol: MantineColorsTuple = [
  '#e9f5f6',
  '#d3eaec',
  '#a6d5d9',
  '#76c0c7',
  '#4dadb6',
  '#2f9daa',
  '#1a8a97',
  '#0b7180',
  '#0a5b67',
  '#07434c',
]

const gray: MantineColorsTuple = [
  '#f5f7f7',
  '#edf1f1',
  '#e1e7e8',
  '#cfd8da',
  '#b3bfc2',
  '#8b999d',
  '#56656a',
  '#435155',
  '#2e393c',
  '#1a2224',
]

const dark: MantineColorsTuple = [
  '#d9e1e3',
  '#b3bfc2',
  '#94a2a6',
  '#6a797e',
  '#3d4a4e',
  '#2b3639',
  '#1d2527',
  '#161d1f',
  '#0f1516',
  '#0b1011',
]

const red: MantineColorsTuple = [
  '#fdecea',
  '#fad6d2',
  '#f3aca4',
  '#ec8a80',
  '#e06457',
  '#d1473a',
  '#bd3529',
  '#a8291e',
  '#8a2018',
  '#671712',
]

const FONT =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif'

/** What a tooltip says must reach the keyboard too. */
const HOVER_AND_FOCUS = { hover: true, focus: true, touch: false }

/** Everything that Mantine's parts should do differently, in this one place. Colours of our own are in tokens.css. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: 7,
  colors: { petrol, gray, dark, red },
  black: '#1a2224',
  fontFamily: FONT,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono", monospace',
  headings: { fontFamily: FONT, fontWeight: '650' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '9px', lg: '14px', xl: '20px' },
  // Mantine's steps, moved so that its parts have the sizes of tokens.css.
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1.125rem', xl: '1.25rem' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Alert: Alert.extend({ defaultProps: { radius: 'md' } }),
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 600 } }),
    Button: Button.extend({ styles: { label: { fontWeight: 600 } } }),
    InputWrapper: InputWrapper.extend({
      styles: {
        label: { marginBottom: 4, fontSize: 'var(--text-s)', fontWeight: 650 },
        description: { fontSize: 'var(--text-s)', lineHeight: 1.4 },
        error: { fontSize: 'var(--text-s)', fontWeight: 600 },
      },
    }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'lg',
        centered: true,
        overlayProps: { backgroundOpacity: 0.5, blur: 2 },
        transitionProps: { duration: 140 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontWeight: 650, fontSize: '1.1rem', lineHeight: 1.3 } },
    }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    NumberInput: NumberInput.extend({ defaultProps: { hideControls: true } }),
    Select: Select.extend({ defaultProps: { allowDeselect: false, checkIconPosition: 'right' } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'md' } }),
    Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true, events: HOVER_AND_FOCUS } }),
  },
})

/** Mantine's own variables that tokens.css has better values for, with enough contrast on every ground of ours. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-placeholder': '#68767a',
    '--mantine-color-anchor': 'var(--accent-ink)',
    '--mantine-color-error': '#a8291e',
  },
  dark: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-placeholder': '#8b999d',
    '--mantine-color-anchor': 'var(--accent-ink)',
    '--mantine-color-error': '#f6a79e',
  },
})
