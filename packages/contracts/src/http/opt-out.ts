import { z } from 'zod'
import { pageFields } from './page.ts'

const time = z.iso.datetime().describe('RFC 3339, UTC.')

export const OPT_OUT_SOURCES = ['keyword', 'api', 'console', 'import'] as const

/**
 * That a person wants nothing more from one of our sender addresses, or from any. Held against every part at the last
 * step before the socket.
 */
export const optOutViewSchema = z.object({
  person: z.string().describe('Canonical number.'),
  ours: z.string().nullable().describe('The sender address it concerns; null for all of them.'),
  source: z.enum(OPT_OUT_SOURCES),
  keyword: z.string().nullable().describe('The word that was sent, where it was one.'),
  messageId: z.string().nullable().describe('The text that asked for it.'),
  by: z.string().nullable().describe('Who recorded it, where it was a person or a program.'),
  at: time,
})
export type OptOutView = z.infer<typeof optOutViewSchema>

export const optOutRequestSchema = z.strictObject({
  person: z.string().min(1).max(40).describe('The number, in international form.'),
  from: z.string().min(1).max(21).nullable().default(null).describe('The sender address it concerns; null for all.'),
})
export type OptOutRequest = z.infer<typeof optOutRequestSchema>

export const optOutQuerySchema = z.strictObject({
  ...pageFields('o'),
  person: z.string().min(1).max(40).optional().describe('The whole number.'),
})
export type OptOutQuery = z.infer<typeof optOutQuerySchema>
export const optOutPageSchema = z.object({ items: z.array(optOutViewSchema), next: z.string().nullable() })
export type OptOutPage = z.infer<typeof optOutPageSchema>

/** Which opt-out of a person is withdrawn. */
export const optOutScopeSchema = z.strictObject({
  from: z.string().min(1).max(21).optional().describe('The sender address it concerns; left out, all of the person.'),
})

/** Most opt-outs in one import. */
export const MAX_OPT_OUT_IMPORT = 10_000
export const optOutImportSchema = z.strictObject({
  optOuts: z
    .array(
      optOutRequestSchema.extend({
        at: time.optional().describe('When the person said so; left out, now.'),
      }),
    )
    .min(1)
    .max(MAX_OPT_OUT_IMPORT),
})
export type OptOutImport = z.infer<typeof optOutImportSchema>

/** What became of an import. Repeating it changes nothing more. */
export const optOutImportResultSchema = z.object({
  recorded: z.int().describe('Recorded now.'),
  standing: z.int().describe('Recorded before, and left as they were.'),
  refused: z
    .array(z.object({ index: z.int(), code: z.string(), detail: z.string() }))
    .describe('Those that are no addresses, by their place in the list; the others are recorded.'),
})
export type OptOutImportResult = z.infer<typeof optOutImportResultSchema>

const words = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(30)
      .regex(/^[\p{L}\p{M}\p{N}'’ -]+$/u, 'letters, digits, spaces, hyphens and apostrophes'),
  )
  .max(50)
const reply = z
  .string()
  .max(480)
  .describe('What the person is answered; empty for nothing. {sender} becomes our address.')

/** Words that a text may consist of, in one language; upper and lower case, accents and marks around it do not matter. */
export const keywordSetSchema = z.strictObject({
  language: z.string().min(2).max(35).describe('BCP 47, for people: en, de, pt-BR.'),
  stop: words.describe('No more texts.'),
  start: words.describe('Texts again.'),
  help: words.describe('Who we are.'),
  stopReply: reply,
  startReply: reply,
  helpReply: reply,
})
export type KeywordSet = z.infer<typeof keywordSetSchema>

/** How opt-out words are understood. */
export const keywordsSchema = z.strictObject({
  enabled: z.boolean().default(true).describe('Whether texts are read for these words at all.'),
  sets: z.array(keywordSetSchema).max(50).describe('Tried in this order; the first that has the word answers.'),
})
export type Keywords = z.infer<typeof keywordsSchema>

export const keywordsViewSchema = keywordsSchema.extend({
  builtIn: z.boolean().describe("Whether these are Connect's own sets, because none are stored."),
  replyParts: z
    .array(z.object({ stop: z.int(), start: z.int(), help: z.int() }))
    .describe('For each set, how many short messages each reply takes with the longest sender address.'),
  version: z.int().describe('0 for the built-in sets.'),
  updatedAt: time.nullable(),
})
export type KeywordsView = z.infer<typeof keywordsViewSchema>
/** Asks what a text would do, without anybody having sent it. */
export const keywordTrialSchema = z.strictObject({
  text: z.string().max(2_000).describe('What a person might write.'),
  keywords: keywordsSchema.optional().describe('As if these sets held; left out, those that do.'),
})
export type KeywordTrial = z.infer<typeof keywordTrialSchema>
export const keywordTrialResultSchema = z.object({
  meaning: z
    .enum(['stop', 'start', 'help', 'possible-stop'])
    .nullable()
    .describe('possible-stop: nothing is done, a person should look. Null: a text like any other.'),
  word: z.string().nullable().describe('The word that was found in it, as the set has it.'),
  language: z.string().nullable().describe('Of the set that has the word.'),
  reply: z.string().nullable().describe('What the person would be answered; null for nothing.'),
})
export type KeywordTrialResult = z.infer<typeof keywordTrialResultSchema>

export const keywordsChangeSchema = keywordsSchema.extend({
  version: z.int().min(0).optional().describe('The version that was edited; refused when it changed since.'),
})
export type KeywordsChange = z.infer<typeof keywordsChangeSchema>
