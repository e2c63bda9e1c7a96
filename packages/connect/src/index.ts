export { type LoadedSettings, loadSettings, type Origin, type Origins, type SettingSources } from './settings/load.ts'
export { SETTINGS, type SettingKey, type Settings } from './settings/table.ts'
