import {
  type Credentials,
  EnrolmentRefused,
  enrolByDialling,
  enrolByListening,
  saveCredentials,
} from '@smpp-connect/link'
import type { Settings } from '../settings/table.ts'
import { credentialsFile, LINK_PLACE, placeOf } from './link-settings.ts'
import { StartRefused } from './start-refused.ts'

/** Enrols this edge with a token, dialling the manager or waiting for it, and keeps what it gets. */
export async function enrol(
  settings: Pick<Settings, 'dataDir' | 'listen' | 'manager'>,
  token: string,
  tell: (line: string) => void,
): Promise<Credentials> {
  const { dataDir, listen, manager } = settings
  const place = manager ?? LINK_PLACE
  let credentials: Credentials
  try {
    if (listen === null) credentials = await enrolByDialling(token, placeOf(place))
    else {
      const { host } = placeOf(listen)
      credentials = await enrolByListening(token, placeOf(listen), (port) => {
        tell(`Waiting on ${host}:${port} for the manager, to enrol …`)
      })
    }
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure)
    const where = listen === null ? `with the manager at ${place}` : `on ${listen}`
    const said = failure instanceof EnrolmentRefused ? `The manager refused: ${reason}` : reason
    throw new StartRefused(`Enrolling ${where} failed. ${said}.`)
  }
  saveCredentials(credentialsFile(dataDir), credentials)
  return credentials
}
