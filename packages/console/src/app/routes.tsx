import { type ComponentType, lazy } from 'react'
import { OverviewPage } from '../pages/overview/overview-page.tsx'
import { paths } from './paths.ts'

const ConversationsPage = lazy(async () => ({
  default: (await import('../pages/conversations/conversations-page.tsx')).ConversationsPage,
}))
const MessagesPage = lazy(async () => ({
  default: (await import('../pages/messages/messages-page.tsx')).MessagesPage,
}))
const MessagePage = lazy(async () => ({
  default: (await import('../pages/messages/message-page.tsx')).MessagePage,
}))
const SmscsPage = lazy(async () => ({ default: (await import('../pages/smscs/smscs-page.tsx')).SmscsPage }))
const SmscPage = lazy(async () => ({ default: (await import('../pages/smscs/smsc-page.tsx')).SmscPage }))
const NewSmscPage = lazy(async () => ({ default: (await import('../pages/smscs/new-smsc-page.tsx')).NewSmscPage }))
const PhonesPage = lazy(async () => ({ default: (await import('../pages/phones/phones-page.tsx')).PhonesPage }))
const RoutingPage = lazy(async () => ({ default: (await import('../pages/routing/routing-page.tsx')).RoutingPage }))
const OptOutsPage = lazy(async () => ({ default: (await import('../pages/opt-outs/opt-outs-page.tsx')).OptOutsPage }))
const KeywordsPage = lazy(async () => ({
  default: (await import('../pages/opt-outs/keywords-page.tsx')).KeywordsPage,
}))
const SettingsPage = lazy(async () => ({
  default: (await import('../pages/settings/settings-page.tsx')).SettingsPage,
}))

export interface RouteParams {
  readonly id?: string
  readonly number?: string
}

export interface Route {
  readonly pattern: string
  readonly Page: ComponentType<RouteParams>
  /** Fills the window's height and scrolls inside, as an inbox does. */
  readonly full?: true
}

/** Every page, by the pattern of its address; the first that fits is shown. */
export const ROUTES: readonly Route[] = [
  { pattern: paths.overview, Page: OverviewPage },
  { pattern: '/conversations/:id?', Page: ConversationsPage, full: true },
  { pattern: '/messages', Page: MessagesPage, full: true },
  { pattern: '/messages/:id', Page: MessagePage },
  { pattern: '/smscs', Page: SmscsPage },
  { pattern: paths.newSmsc, Page: NewSmscPage },
  { pattern: '/smscs/:id', Page: SmscPage },
  { pattern: '/phones/:number?', Page: PhonesPage, full: true },
  { pattern: paths.routing, Page: RoutingPage },
  { pattern: paths.optOuts, Page: OptOutsPage, full: true },
  { pattern: paths.optOutWords, Page: KeywordsPage },
  { pattern: '/settings', Page: SettingsPage },
]
