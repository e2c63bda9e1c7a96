export { chromiumArgs, findChromium } from './chromium.ts'
export { eventually } from './eventually.ts'
export { temporaryFolder } from './temporary-folder.ts'
export { settle, VirtualClock } from './virtual-clock.ts'
