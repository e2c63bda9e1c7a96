// Writes the reference pages of this package. Run it with Connect's Node after a change to the commands or the settings.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandReference } from '../src/cli/reference.ts'
import { doctorReference } from '../src/doctor/catalogue.ts'
import { metricsReference } from '../src/metrics/reference.ts'
import { settingsReference } from '../src/settings/reference.ts'

const folder = join(import.meta.dirname, '..', '..', '..', 'docs', 'reference')
writeFileSync(join(folder, 'cli.md'), commandReference())
writeFileSync(join(folder, 'settings.md'), settingsReference())
writeFileSync(join(folder, 'metrics.md'), metricsReference())
writeFileSync(join(folder, 'doctor.md'), doctorReference())
