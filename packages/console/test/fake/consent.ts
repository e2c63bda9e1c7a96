import { type KeywordSet, keywordsChangeSchema, keywordTrialSchema, optOutImportSchema } from '@smpp-connect/contracts'
import { type Answer, good, invalid, pageOf, refuse } from './answers.ts'
import type { World } from './world.ts'

/** Opt-outs and the words by which people opt out, as far as the console needs them to be true. */
export function consent(world: World, route: string, person: string, query: URLSearchParams, body: unknown): Answer {
  switch (route) {
    case 'GET opt-outs': {
      const wanted = query.get('person')
      return good(
        pageOf(
          world.optOuts.filter((one) => wanted === null || one.person === wanted),
          query,
          50,
        ),
      )
    }
    case 'POST opt-outs': {
      const { person: number, from } = body as { person: string; from: string | null }
      if (!/^\+\d{5,15}$/.test(number)) {
        const detail = 'a number in international form begins with +'
        return refuse(422, 'destination-invalid', detail, [{ pointer: '/person', detail }])
      }
      return good(world.optOut(number, from, { source: 'console', by: world.user.id }))
    }
    case 'DELETE opt-outs/:id': {
      const done = world.optIn(person, query.get('from'))
      return done ? good(undefined, 204) : refuse(404, 'not-found', 'No such opt-out is recorded.')
    }
    case 'POST opt-outs/import': {
      const read = optOutImportSchema.safeParse(body)
      if (!read.success) return invalid(read.error.issues)
      const refused: { index: number; code: string; detail: string }[] = []
      let recorded = 0
      for (const [index, { person: number, from }] of read.data.optOuts.entries()) {
        if (!/^\+\d{5,15}$/.test(number))
          refused.push({ index, code: 'destination-invalid', detail: 'person: no number' })
        else if (!world.optOuts.some((one) => one.person === number && one.ours === from)) {
          world.optOut(number, from, { source: 'import', by: world.user.id })
          recorded += 1
        }
      }
      return good({ recorded, standing: read.data.optOuts.length - refused.length - recorded, refused })
    }
    case 'GET keywords':
      return good(world.keywords)
    case 'PUT keywords': {
      const read = keywordsChangeSchema.safeParse(body)
      if (!read.success) return invalid(read.error.issues)
      const { version, ...keywords } = read.data
      if (version !== undefined && version !== world.keywords.version) {
        return refuse(409, 'version-conflict', `It is at version ${world.keywords.version} now.`)
      }
      const replyParts = keywords.sets.map(() => ({ stop: 1, start: 1, help: 1 }))
      const next = world.keywords.version + 1
      world.keywords = { ...keywords, builtIn: false, replyParts, version: next, updatedAt: world.at() }
      world.tell({ settings: ['keywords'] })
      return good(world.keywords)
    }
    case 'DELETE keywords':
      world.keywords = { ...world.builtInKeywords, version: world.keywords.version + 1 }
      world.tell({ settings: ['keywords'] })
      return good(world.keywords)
    case 'POST keywords/try': {
      const read = keywordTrialSchema.safeParse(body)
      if (!read.success) return invalid(read.error.issues)
      return good(meaningOf(read.data.text, read.data.keywords?.sets ?? world.keywords.sets))
    }
    default:
      return refuse(404, 'not-found', 'There is no such thing.')
  }
}

/** A word, or a word beside others: that is all this fake can tell. */
export function meaningOf(text: string, sets: readonly KeywordSet[]) {
  const said = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')
  for (const set of sets) {
    for (const kind of ['stop', 'start', 'help'] as const) {
      const word = set[kind].find((one) => one.toLowerCase() === said)
      if (word !== undefined) {
        return { meaning: kind, word, language: set.language, reply: set[`${kind}Reply`] || null }
      }
    }
    const near = set.stop.find((one) => said.split(' ').includes(one.toLowerCase()) && said.startsWith('please'))
    if (near !== undefined) {
      return { meaning: 'possible-stop' as const, word: near, language: set.language, reply: null }
    }
  }
  return { meaning: null, word: null, language: null, reply: null }
}
