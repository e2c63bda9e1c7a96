import {
  IconArrowsSplit2,
  IconBellOff,
  IconDeviceMobile,
  IconHome,
  IconMailFast,
  IconMessages,
  IconServer2,
  IconSettings,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { paths } from './paths.ts'

/** A place in the main navigation. */
export interface NavItem {
  readonly path: string
  readonly label: string
  readonly Icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>
  /** After `g`, goes there. */
  readonly key: string
  /** Only while the simulator runs in this Connect. */
  readonly needsSimulator?: true
  /** Left out of the bar at the foot of a phone, where it is in the account's menu. */
  readonly notInTabs?: true
}

export const NAVIGATION: readonly NavItem[] = [
  { path: paths.overview, label: 'Overview', Icon: IconHome, key: 'o' },
  { path: paths.conversations, label: 'Conversations', Icon: IconMessages, key: 'c' },
  { path: paths.messages, label: 'Messages', Icon: IconMailFast, key: 'm' },
  { path: paths.smscs, label: 'SMSCs', Icon: IconServer2, key: 's' },
  { path: paths.routing, label: 'Routing', Icon: IconArrowsSplit2, key: 'r', notInTabs: true },
  { path: paths.optOuts, label: 'Opt-outs', Icon: IconBellOff, key: 'u', notInTabs: true },
  { path: paths.phones, label: 'Phones', Icon: IconDeviceMobile, key: 'p', needsSimulator: true },
  { path: paths.settings, label: 'Settings', Icon: IconSettings, key: 'e', notInTabs: true },
]

/** Whether an address lies under a navigation item. */
export function isUnder(location: string, path: string): boolean {
  return path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`)
}
