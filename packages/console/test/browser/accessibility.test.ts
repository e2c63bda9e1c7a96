import { accessibilityScenarios } from './accessibility-scenarios.ts'
import { theatre } from './theatre.ts'

theatre('the accessibility of the console', accessibilityScenarios)
