// Builds a library package for publishing: JavaScript and declarations from the TypeScript sources, and a package.json
// whose exports name them. In the repository the package's exports name its sources, which Node runs as they are.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
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
  writeRequireDoors(manifest, folder)
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

/** A door of the package: the path without its ending, `./dist/text/index`. */
interface Door {
  readonly name: string
  readonly stem: string
}

function doorsOf(manifest: SourceManifest): readonly Door[] {
  return Object.entries(manifest.exports).map(([name, path]) => ({
    name,
    stem: path.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, ''),
  }))
}

/**
 * The same doors for CommonJS: two lines each, which hand on the very modules that `import` gives. So there is one copy of
 * the code, of its state and of its types, however a program comes in.
 */
function writeRequireDoors(manifest: SourceManifest, folder: string): void {
  for (const { stem } of doorsOf(manifest)) {
    const module = `./${basename(stem)}.js`
    writeFileSync(join(folder, `${stem}.cjs`), `'use strict'\nmodule.exports = require('${module}')\n`)
    writeFileSync(join(folder, `${stem}.d.cts`), `export * from '${module}'\n`)
  }
}

/** The package.json of the package as it is published. */
function publishedManifest(manifest: SourceManifest): object {
  const { name, version, description, license, publish } = manifest
  const doors = doorsOf(manifest)
  const exports = Object.fromEntries(
    doors.map((door) => [
      door.name,
      {
        import: { types: `${door.stem}.d.ts`, default: `${door.stem}.js` },
        require: { types: `${door.stem}.d.cts`, default: `${door.stem}.cjs` },
      },
    ]),
  )
  // For resolution as of 2012 (TypeScript's node10), which knows no `exports`.
  const main = doors.find((door) => door.name === '.')
  const others = doors.filter((door) => door.name !== '.')
  return {
    name,
    version,
    description,
    keywords: publish.keywords,
    license,
    type: 'module',
    sideEffects: false,
    engines: { node: publish.node },
    ...(main === undefined ? {} : { main: `${main.stem}.cjs`, types: `${main.stem}.d.cts` }),
    typesVersions: { '*': Object.fromEntries(others.map((door) => [door.name.slice(2), [`${door.stem}.d.cts`]])) },
    exports: { ...exports, './package.json': './package.json' },
    files: ['dist', ...publish.files],
  }
}
