export class SetUpFailed extends Error {}
export function say(line: string): boolean
export function isInstalled(folder: string): boolean
export function setUp(): Promise<string>
