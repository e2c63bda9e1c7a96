import { composeInside, type InsideOptions, type Node } from './inside.ts'
import { linkSide } from './link-side.ts'

/** `connect manager`: store, manager, API and console in one process, and links to edges elsewhere. */
export async function composeManager(options: InsideOptions): Promise<Node> {
  const link = linkSide(options)
  const inside = composeInside(options, link)
  await inside.start()
  return inside.node({ simulator: undefined, link: link.places })
}
