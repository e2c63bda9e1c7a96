import { accessSync, constants } from 'node:fs'

/**
 * For the `skip` of a test that talks to a program of a Debian package: false when all its files are there, else the reason.
 * With CONNECT_REQUIRE_INTEROP=1 (as in CI) absence throws, so that no lane goes missing unseen.
 */
export function skipUnlessInstalled(debianPackage: string, files: readonly string[]): string | false {
  const absent = files.find((file) => !isReadable(file))
  if (absent === undefined) return false
  const reason = `the Debian package ${debianPackage} is not installed: no ${absent}`
  if (process.env.CONNECT_REQUIRE_INTEROP === '1') {
    throw new Error(
      `CONNECT_REQUIRE_INTEROP=1, but ${reason}. apt-get install --no-install-recommends ${debianPackage}`,
    )
  }
  return reason
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}
