import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconChevronDown, IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { useLogout } from '../api/session.ts'
import { Unseen } from '../ui/state-tag.tsx'
import { NAVIGATION } from './navigation.ts'
import { paths } from './paths.ts'
import { showShortcuts } from './shortcut-keys.tsx'
import { useUser } from './user-context.ts'
import classes from './user-menu.module.css'

const SCHEMES = [
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
  { value: 'auto', label: 'Like the system', Icon: IconDeviceDesktop },
] as const

/** Who is logged in, and what concerns them. */
export function UserMenu({ compact = false }: { readonly compact?: boolean }) {
  const { user } = useUser()
  const logout = useLogout()
  const [, navigate] = useLocation()
  // On a phone the bar at the foot has no room for them.
  const places = NAVIGATION.filter(({ path, notInTabs }) => notInTabs && (compact || path === paths.settings))
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position={compact ? 'bottom-end' : 'top-start'} width={230} shadow="md" withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes.button} data-compact={compact}>
          <span className={classes.face} data-letter={user.name.slice(0, 1).toUpperCase()} aria-hidden="true" />
          <Unseen>{compact ? `Account of ${user.name}` : 'Account of '}</Unseen>
          {compact ? null : <span className={classes.name}>{user.name}</span>}
          {compact ? null : <IconChevronDown size={16} aria-hidden />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {compact ? <Menu.Label>{user.name}</Menu.Label> : null}
        {places.map(({ path, label, Icon }) => (
          <Menu.Item key={path} leftSection={<Icon size={17} aria-hidden />} onClick={() => navigate(path)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item leftSection={<IconKeyboard size={17} aria-hidden />} onClick={showShortcuts}>
          Keyboard
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {SCHEMES.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            className={classes.scheme}
            leftSection={<Icon size={17} aria-hidden />}
            onClick={() => setColorScheme(value)}
            closeMenuOnClick={false}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={17} aria-hidden />} onClick={() => logout.mutate()}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
