// Loaded into the process of every test file (`tools/test.ts`). The test runner's own time limit ends a test, not a
// process that something keeps alive after it: this ends the process, and says so.
const LIMIT_MS = Number(process.env.CONNECT_TEST_FILE_LIMIT_MS ?? 250_000)

setTimeout(() => {
  const open = process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout')
  console.error(`${process.argv[1]}: not ended after ${LIMIT_MS / 1_000} s; still open: ${open.join(', ') || 'timers'}`)
  process.exit(1)
}, LIMIT_MS).unref()
