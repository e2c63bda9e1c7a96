/** Works through items in their order, some at once, until all are begun or somebody stops it; resolves when none is under way. */
export async function eachInTurn<Item>(
  items: readonly Item[],
  atOnce: number,
  isStopped: () => boolean,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length && !isStopped()) {
      const item = items[next++] as Item
      await work(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}
