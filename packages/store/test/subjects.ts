import type { Subject } from '@smpp-connect/store/battery'
import { MemoryStore } from '@smpp-connect/store/memory'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { temporaryFolder } from '@smpp-connect/testkit'

/** So few that conversations often go into the index of ids. */
const INDEX_EVERY = 3

export async function memorySubject(): Promise<Subject> {
  const store = new MemoryStore()
  await store.open()
  return {
    store,
    async reopen() {
      await store.close()
      await store.open()
      return store
    },
    dispose: () => store.close(),
  }
}

export async function sqliteSubject(): Promise<Subject> {
  const folder = temporaryFolder()
  const store = new SqliteStore({ directory: folder.path, indexEvery: INDEX_EVERY })
  await store.open()
  return {
    store,
    async reopen() {
      await store.close()
      await store.open()
      return store
    },
    async dispose() {
      await store.close()
      folder[Symbol.dispose]()
    },
  }
}
