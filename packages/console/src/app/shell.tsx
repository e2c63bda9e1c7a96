import { Skeleton } from '@mantine/core'
import { Suspense, useEffect } from 'react'
import { Link, Route, Switch, useLocation } from 'wouter'
import { MAX_UNREAD_SHOWN, useUnreadCount } from '../api/conversations.ts'
import { useSystem } from '../api/system.ts'
import { ComposeProvider } from '../pages/conversations/compose-dialog.tsx'
import { LogoMark } from '../ui/logo.tsx'
import { Page } from '../ui/page.tsx'
import { Unseen } from '../ui/state-tag.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { LiveBadge } from './live-badge.tsx'
import { isUnder, NAVIGATION, type NavItem } from './navigation.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { paths } from './paths.ts'
import { ROUTES } from './routes.tsx'
import classes from './shell.module.css'
import { ShortcutKeys } from './shortcut-keys.tsx'
import { useUser } from './user-context.ts'
import { UserMenu } from './user-menu.tsx'

/** The frame around every page: where one is, where one can go, and how fresh it all is. */
export function Shell() {
  const [location] = useLocation()
  const { simulator } = useUser()
  const items = NAVIGATION.filter((item) => simulator || !item.needsSimulator)
  useEffect(() => {
    if (location) window.scrollTo(0, 0)
  }, [location])
  return (
    <ComposeProvider>
      <div className={classes.shell} data-inside={isInside(location)}>
        <a href="#main" className={classes.skip}>
          Skip to the content
        </a>
        <aside className={classes.side}>
          <Link href="/" className={classes.brand} aria-label="Connect, overview">
            <LogoMark size={30} />
            <span>Connect</span>
          </Link>
          <Navigation items={items} location={location} className={classes.nav} />
          <div className={classes.foot}>
            <LiveBadge />
            <UserMenu />
          </div>
        </aside>
        <section className={classes.top} aria-label="Status">
          <Link href="/" className={classes.brand} aria-label="Connect, overview">
            <LogoMark size={26} />
            <span>Connect</span>
          </Link>
          <LiveBadge />
          <UserMenu compact />
        </section>
        <main id="main" className={classes.main} tabIndex={-1}>
          <ErrorBoundary of={location}>
            <Suspense fallback={<PageSkeleton />}>
              <Switch>
                {ROUTES.map(({ pattern, Page: RoutePage, full }) => (
                  <Route key={pattern} path={pattern}>
                    {(params: { id?: string; number?: string }) =>
                      full ? (
                        <div className={classes.full}>
                          <RoutePage {...decoded(params)} />
                        </div>
                      ) : (
                        <RoutePage {...decoded(params)} />
                      )
                    }
                  </Route>
                ))}
                <Route>
                  <NotFoundPage />
                </Route>
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </main>
        <Navigation items={items.filter((item) => !item.notInTabs)} location={location} className={classes.tabs} />
      </div>
      <ShortcutKeys items={items} />
    </ComposeProvider>
  )
}

interface NavigationProps {
  readonly items: readonly NavItem[]
  readonly location: string
  readonly className: string | undefined
}

function Navigation({ items, location, className }: NavigationProps) {
  const unread = useUnreadCount().data ?? 0
  const held = useSystem().data?.counts.byState.held ?? 0
  return (
    <nav className={className} aria-label="Main">
      {items.map(({ path, label, Icon }) => (
        <Link
          key={path}
          href={path}
          className={classes.item}
          aria-current={isUnder(location, path) ? 'page' : undefined}
        >
          <Icon size={20} stroke={1.8} aria-hidden />
          <span className={classes.label}>{label}</span>
          {path === paths.conversations ? <Count of={unread} what="unread" /> : null}
          {path === paths.messages ? <Count of={held} what="held" /> : null}
        </Link>
      ))}
    </nav>
  )
}

/** How many there wait for somebody. */
function Count({ of, what }: { readonly of: number; readonly what: 'unread' | 'held' }) {
  if (of === 0) return null
  return (
    <span className={classes.count} data-what={what}>
      {of > MAX_UNREAD_SHOWN ? `${MAX_UNREAD_SHOWN}+` : of}
      <Unseen>{` ${what}`}</Unseen>
    </span>
  )
}

function PageSkeleton() {
  return (
    <Page>
      <Skeleton height={34} width="min(320px, 60%)" />
      <Skeleton height={160} />
      <Skeleton height={220} />
    </Page>
  )
}

/** On a phone a thread or a handset takes the whole screen. */
function isInside(location: string): boolean {
  return /^\/(conversations|phones)\/./.test(location)
}

/** wouter hands over the parameters as they stand in the address. */
function decoded(params: { id?: string; number?: string }) {
  return {
    ...(params.id === undefined ? {} : { id: decode(params.id) }),
    ...(params.number === undefined ? {} : { number: decode(params.number) }),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
