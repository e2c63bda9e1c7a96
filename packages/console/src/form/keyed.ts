/** One of a list that can be moved and taken away: its key stays with it, so that what shows it does too. */
export type Keyed<Item> = Item & { readonly key: number }

export function withKeys<Item extends object>(items: readonly Item[]): readonly Keyed<Item>[] {
  return items.map((item, key) => ({ ...item, key }))
}

export function withoutKey<Item extends object>({ key: _, ...item }: Keyed<Item>): Item {
  return item as unknown as Item
}

/** The list with one more at its end. */
export function withNew<Item extends object>(items: readonly Keyed<Item>[], item: Item): readonly Keyed<Item>[] {
  return [...items, { ...item, key: items.reduce((most, { key }) => Math.max(most, key), -1) + 1 }]
}

/** The list with one moved up (-1) or down (1); as it was where that leads out of it. */
export function withMoved<Item>(items: readonly Item[], index: number, by: -1 | 1): readonly Item[] {
  const [one, other] = [items[index], items[index + by]]
  if (one === undefined || other === undefined) return items
  return items.with(index, other).with(index + by, one)
}
