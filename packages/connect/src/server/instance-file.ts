import { join } from 'node:path'
import { z } from 'zod'

/** What a running Connect writes into its data directory, for the commands on the same machine. Readable by its user only. */
export const instanceSchema = z.object({
  /** Where the API answers. */
  url: z.string(),
  /** A key for these commands. */
  apiKey: z.string(),
  pid: z.int(),
  startedAt: z.iso.datetime(),
  /** Which installation it is; older ones do not say. */
  installation: z.string().min(1).optional(),
})
export type Instance = z.infer<typeof instanceSchema>

export function instancePath(dataDir: string): string {
  return join(dataDir, 'connect.json')
}

/** Reads the file: the instance, undefined when there is none, or the reason why it cannot be understood. */
export function readInstance(
  dataDir: string,
  readFile: (path: string) => string | undefined,
): { readonly ok: true; readonly instance: Instance | undefined } | { readonly ok: false; readonly reason: string } {
  let content: string | undefined
  try {
    content = readFile(instancePath(dataDir))
  } catch (cause) {
    return { ok: false, reason: cause instanceof Error ? cause.message : String(cause) }
  }
  if (content === undefined) return { ok: true, instance: undefined }
  try {
    return { ok: true, instance: instanceSchema.parse(JSON.parse(content)) }
  } catch {
    // Neither JSON.parse nor Zod may be quoted: both would show the key.
    return { ok: false, reason: 'it is not what a running Connect writes' }
  }
}
