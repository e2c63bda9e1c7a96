import { consentScenarios } from './consent-scenarios.ts'
import { routingScenarios } from './routing-scenarios.ts'
import { sendingScenarios } from './sending-scenarios.ts'
import { theatre } from './theatre.ts'

theatre('sending from the console', sendingScenarios, consentScenarios, routingScenarios)
