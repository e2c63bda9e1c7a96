// Makes src/wire/link.generated.ts out of proto/connect/link/v1/link.proto. The tools are fetched for the occasion, in the
// versions below, so that nobody who only runs Connect has to install a compiler for protobuf.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const TOOLS = ['@bufbuild/buf@1.75.0', '@bufbuild/protoc-gen-es@2.13.0']
const room = join(import.meta.dirname, '..')
const schema = join(room, 'proto/connect/link/v1/link.proto')

const folder = mkdtempSync(join(tmpdir(), 'connect-wire-'))
try {
  const plugin = { local: 'protoc-gen-es', out: folder, opt: ['target=ts', 'import_extension=ts'] }
  const template = JSON.stringify({ version: 'v2', plugins: [plugin] })
  const packages = TOOLS.map((name) => `--package=${name}`)
  const run = ['exec', '--yes', '--ignore-scripts', ...packages, '--', 'buf', 'generate', join(room, 'proto')]
  execFileSync('npm', [...run, '--template', template], { stdio: 'inherit', cwd: folder })
  const made = readFileSync(join(folder, 'connect/link/v1/link_pb.ts'), 'utf8')
  const digest = createHash('sha256').update(readFileSync(schema)).digest('hex')
  writeFileSync(join(room, 'src/wire/link.generated.ts'), `// Of link.proto with SHA-256 ${digest}\n${made}`)
} finally {
  rmSync(folder, { recursive: true })
}
