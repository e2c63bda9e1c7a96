// Builds a library package for publishing: JavaScript and declarations from the TypeScript sources, and a package.json
// whose exports name them. In the repository the package's exports name its sources, which Node runs as they are.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../runtime.mjs'

interface SourceManifest {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
  readonly exports: Readonly<Record<string, string>>
  readonly publish: { readonly node: string; readonly keywords: readonly string[]; readonly files: readonly string[] }
}

/** Builds `packages/<name>` into `folder`, ready for `npm pack`. Throws with the compiler's words when it does not build. */
export function buildPackage(name: string, folder: string): void {
  const source = join(root, 'packages', name)
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as SourceManifest
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  compile(source, join(folder, 'dist'))
  for (const file of manifest.publish.files) {
    if (existsSync(join(source, file))) cpSync(join(source, file), join(folder, file))
  }
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`)
}

function compile(source: string, outDir: string): void {
  const settings = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      rootDir: join(source, 'src'),
      outDir,
      typeRoots: [join(root, 'node_modules', '@types')],
    },
    include: [join(source, 'src', '**', '*.ts')],
    exclude: [],
  }
  const file = `${outDir}.tsconfig.json`
  writeFileSync(file, JSON.stringify(settings))
  const tsc = join(root, 'node_modules', '.bin', 'tsc')
  const ended = spawnSync(tsc, ['-p', file], { encoding: 'utf8' })
  rmSync(file)
  if (ended.status !== 0) throw new Error(`the package does not build:\n${ended.stdout}${ended.stderr}`)
}

/** `./src/text/index.ts` → `./dist/text/index.js`, with its declarations. */
function publishedManifest(manifest: SourceManifest): object {
  const { name, version, description, license, publish } = manifest
  const built = (path: string): { readonly types: string; readonly default: string } => {
    const stem = path.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, '')
    return { types: `${stem}.d.ts`, default: `${stem}.js` }
  }
  const exports = Object.fromEntries(Object.entries(manifest.exports).map(([door, path]) => [door, built(path)]))
  return {
    name,
    version,
    description,
    keywords: publish.keywords,
    license,
    type: 'module',
    sideEffects: false,
    engines: { node: publish.node },
    exports: { ...exports, './package.json': './package.json' },
    files: ['dist', ...publish.files],
  }
}
