import { Anchor, Button, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useLogout } from '../../api/session.ts'
import { useSystem } from '../../api/system.ts'
import { showShortcuts } from '../../app/shortcut-keys.tsx'
import { useUser } from '../../app/user-context.ts'
import { usePreference } from '../../browser/preferences.ts'
import { Moment } from '../../ui/moment.tsx'
import { Card, Page, PageHeader } from '../../ui/page.tsx'
import { ApiKeys } from './api-keys.tsx'
import classes from './settings.module.css'

export function SettingsPage() {
  return (
    <Page narrow>
      <PageHeader title="Settings" />
      <ApiKeys />
      <Appearance />
      <Account />
      <About />
    </Page>
  )
}

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [shortcuts, setShortcuts] = usePreference('shortcuts')
  const [steps, setSteps] = usePreference('firstSteps')
  return (
    <Card title="This browser" lead="How the console looks and listens here. Other browsers are not touched.">
      <div className={classes.rows}>
        <div className={classes.row}>
          <span id="colours">Colours</span>
          <SegmentedControl
            aria-labelledby="colours"
            value={colorScheme}
            onChange={(value) => setColorScheme(value as typeof colorScheme)}
            data={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
              { value: 'auto', label: 'System' },
            ]}
          />
        </div>
        <div className={classes.row}>
          <Switch
            label="Single-key shortcuts"
            checked={shortcuts}
            onChange={(event) => setShortcuts(event.currentTarget.checked)}
          />
          <Button variant="default" size="xs" onClick={showShortcuts}>
            Show the keys
          </Button>
        </div>
        <div className={classes.row}>
          <Switch
            label="First steps on the overview"
            checked={steps}
            onChange={(event) => setSteps(event.currentTarget.checked)}
          />
        </div>
        <p className={classes.note}>
          Times are shown in your zone, {Intl.DateTimeFormat().resolvedOptions().timeZone}. Point at one to see it in
          UTC.
        </p>
      </div>
    </Card>
  )
}

function Account() {
  const { user } = useUser()
  const logout = useLogout()
  return (
    <Card title="Account">
      <div className={classes.row}>
        <span>
          Logged in as <b>{user.name}</b>
        </span>
        <Button
          variant="default"
          leftSection={<IconLogout size={17} aria-hidden />}
          loading={logout.isPending}
          onClick={() => logout.mutate()}
        >
          Log out
        </Button>
      </div>
    </Card>
  )
}

function About() {
  const { version } = useUser()
  const system = useSystem().data
  return (
    <Card title="About">
      <dl className={classes.about}>
        <dt>Version</dt>
        <dd>Connect {version}</dd>
        <dt>Running since</dt>
        <dd>{system ? <Moment at={system.startedAt} /> : '…'}</dd>
        <dt>HTTP API</dt>
        <dd>
          <Anchor href="/openapi.json">OpenAPI description</Anchor>, <Anchor href="/errors">error codes</Anchor>
        </dd>
        <dt>Licence</dt>
        <dd>Apache-2.0</dd>
      </dl>
    </Card>
  )
}
