export { type SqliteSettings, SqliteStore } from './sqlite-store.ts'
