import { readFileSync } from 'node:fs'

/** The most memory that the process held so far, in MB. */
export function peakMegabytes(pid: number): number | undefined {
  try {
    const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kib === undefined ? undefined : Number(kib) / 1024
  } catch {
    return undefined
  }
}

/** Octets that the process had written to the disk so far, as the kernel counts them (proc(5), write_bytes). */
export function writtenOctets(pid: number): number | undefined {
  try {
    const octets = /^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]
    return octets === undefined ? undefined : Number(octets)
  } catch {
    return undefined
  }
}

/** The sum over several processes; undefined when one of them is not known. */
export function sumOver(pids: readonly number[], figure: (pid: number) => number | undefined): number | undefined {
  return pids.map(figure).reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0)
}
