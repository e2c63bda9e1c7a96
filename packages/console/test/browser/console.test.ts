import { accessScenarios } from './access-scenarios.ts'
import { deletionScenarios } from './deletion-scenarios.ts'
import { decisionScenarios, messageScenarios, phoneSizeScenarios } from './message-scenarios.ts'
import { operatorScenarios } from './operator-scenarios.ts'
import { theatre } from './theatre.ts'
import { trialScenarios } from './trial-scenarios.ts'

theatre(
  'the console in a browser',
  accessScenarios,
  messageScenarios,
  decisionScenarios,
  phoneSizeScenarios,
  operatorScenarios,
  trialScenarios,
  deletionScenarios,
)
