import type { Keywords } from '@smpp-connect/contracts'
import { ENGLISH } from './english.ts'
import { EUROPEAN } from './european.ts'
import { OTHER_SCRIPTS } from './other-scripts.ts'

/** What holds until somebody stores other sets. AWS's ARRET, TD, OPT-OUT and REMOVE are among them. */
export const BUILT_IN_KEYWORDS: Keywords = { enabled: true, sets: [ENGLISH, ...EUROPEAN, ...OTHER_SCRIPTS] }
