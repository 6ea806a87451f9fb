import type { CutOut } from './cut-outs.ts'

export interface Duration {
  readonly wallMs: number
  /** Of all threads: hardly longer beside other work. */
  readonly cpuMs: number
}

/** One photo, cut out by both. */
export interface ComparedCutOut {
  readonly name: string
  /** Intersection over union, from 0 to 1. */
  readonly overlap: number
  readonly ours: Duration
  readonly theirs: Duration
}

export async function timeCutOut(cutOut: CutOut, photo: Buffer): Promise<Duration & { readonly picture: Buffer }> {
  const [start, before] = [performance.now(), process.cpuUsage()]
  const picture = await cutOut(photo)
  const { user, system } = process.cpuUsage(before)
  return { picture, wallMs: performance.now() - start, cpuMs: (user + system) / 1000 }
}

export function printHead(): void {
  console.log('| photo | IoU | ours, s | theirs, s | ratio | ours, CPU s | theirs, CPU s | ratio |')
  console.log(`|${' --- |'.repeat(8)}`)
}

export function printRow({ name, overlap, ours, theirs }: ComparedCutOut): void {
  const compare = (key: keyof Duration) => {
    const [mine, other] = [ours[key] / 1000, theirs[key] / 1000]
    return `${mine.toFixed(2)} | ${other.toFixed(2)} | ${(other / mine).toFixed(1)}`
  }
  console.log(`| ${name} | ${overlap.toFixed(3)} | ${compare('wallMs')} | ${compare('cpuMs')} |`)
}

export function printMedians(rows: readonly ComparedCutOut[]): void {
  const middle = (read: (row: ComparedCutOut) => number) => findMedian(rows.map(read))
  const middleOf = (who: 'ours' | 'theirs'): Duration => {
    return { wallMs: middle((row) => row[who].wallMs), cpuMs: middle((row) => row[who].cpuMs) }
  }
  const overlap = middle((row) => row.overlap)
  printRow({ name: 'median', overlap, ours: middleOf('ours'), theirs: middleOf('theirs') })
}

function findMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2
}
