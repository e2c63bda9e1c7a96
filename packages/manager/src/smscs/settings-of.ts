import type { SmscDefinition, SmscPatch, SmscSettings } from '@smpp-connect/contracts'

/** What a user may set, without what counts the versions. */
export function settingsOf({
  id,
  version,
  createdAtMs,
  updatedAtMs,
  deletion,
  ...settings
}: SmscDefinition): SmscSettings {
  return settings
}

/** The change over what there is: within objects field by field, lists and TLVs whole, and what is undefined not at all. */
export function merged(before: SmscDefinition, change: Omit<SmscPatch, 'version'>): SmscDefinition {
  const { classes, defaults, ...flat } = change
  return {
    ...before,
    ...defined(flat),
    classes: {
      code: { ...before.classes.code, ...defined(classes?.code) },
      transactional: { ...before.classes.transactional, ...defined(classes?.transactional) },
      bulk: { ...before.classes.bulk, ...defined(classes?.bulk) },
    },
    defaults: { ...before.defaults, ...defined(defaults) },
  }
}

type Defined<Whole> = { [Key in keyof Whole]?: Exclude<Whole[Key], undefined> }

function defined<Whole extends object>(whole: Whole | undefined): Defined<Whole> {
  return Object.fromEntries(Object.entries(whole ?? {}).filter(([, value]) => value !== undefined)) as Defined<Whole>
}
