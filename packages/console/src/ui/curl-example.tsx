import { curlCommand } from '../format/curl-command.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './curl-example.module.css'

/** A request to try the API with, ready to be copied; with the key itself where it was just made. */
export function CurlExample({ apiKey }: { readonly apiKey?: string }) {
  const command = curlCommand(window.location.origin, apiKey)
  return (
    <div className={classes.code}>
      <div className={classes.bar}>
        <span>Send a text with curl</span>
        <CopyButton text={command} what="the curl command" />
      </div>
      <pre>{command}</pre>
    </div>
  )
}
