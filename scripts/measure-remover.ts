/** How near the background-remover comes to ISNet, as @imgly/background-removal-node runs it, and how long both take. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, parse, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command } from 'commander'
import { CUT_OUT_PHOTOS } from './measure/cut-out-photos.ts'
import { type CutOut, drawSideBySide, measureOverlap, openRemover } from './measure/cut-outs.ts'
import { readPhoto } from './measure/photos.ts'

const PEER = '@imgly/background-removal-node'
const SHEET_HEIGHT = 512

interface Options {
  readonly packages: string
  readonly peer: string
  readonly sheets?: string
}

interface Duration {
  readonly wallMs: number
  /** Of all threads: hardly longer beside other work. */
  readonly cpuMs: number
}

interface Measured {
  readonly name: string
  readonly overlap: number
  readonly ours: Duration
  readonly theirs: Duration
}

async function main(): Promise<void> {
  const { packages, peer, sheets } = new Command('measure-remover')
    .requiredOption('--packages <folder>', 'holds the packages of the photos as downloaded')
    .requiredOption('--peer <folder>', `where ${PEER} is installed`)
    .option('--sheets <folder>', 'photo, its cut-out and ours side by side, to look at')
    .parse()
    .opts<Options>()
  const [ours, theirs] = [await openRemover(), openPeer(peer)]
  await theirs(readPhoto(CUT_OUT_PHOTOS[0] as (typeof CUT_OUT_PHOTOS)[0], packages)) // loads its model
  console.log(
    `| photo | IoU | ours, s | theirs, s | ratio | ours, CPU s | theirs, CPU s | ratio |\n${'| --- '.repeat(8)}|`,
  )
  const measured: Measured[] = []
  for (const photo of CUT_OUT_PHOTOS) {
    const bytes = readPhoto(photo, packages)
    const [mine, reference] = [await time(ours, bytes), await time(theirs, bytes)]
    const overlap = await measureOverlap(mine.picture, reference.picture)
    measured.push({ name: photo.name, overlap, ours: mine, theirs: reference })
    printRow(measured.at(-1) as Measured)
    if (sheets !== undefined) await keepSheet(sheets, photo.name, [bytes, reference.picture, mine.picture])
  }
  const middle = (read: (one: Measured) => number) => findMedian(measured.map(read))
  const middleOf = (who: 'ours' | 'theirs'): Duration => {
    return { wallMs: middle((one) => one[who].wallMs), cpuMs: middle((one) => one[who].cpuMs) }
  }
  const overlap = middle((one) => one.overlap)
  printRow({ name: 'median', overlap, ours: middleOf('ours'), theirs: middleOf('theirs') })
}

/** Its own runtime, model and decoding; PNG as ours. */
function openPeer(folder: string): CutOut {
  const home = join(resolve(folder), 'node_modules', PEER)
  const { removeBackground } = require(home) as {
    removeBackground(photo: Blob, config: { readonly publicPath: string }): Promise<Blob>
  }
  const config = { publicPath: `${pathToFileURL(join(home, 'dist'))}/` }
  return async (photo) => {
    const type = photo[0] === 0xff ? 'image/jpeg' : 'image/png'
    const cut = await removeBackground(new Blob([Uint8Array.from(photo)], { type }), config)
    return Buffer.from(await cut.arrayBuffer())
  }
}

async function time(cutOut: CutOut, photo: Buffer): Promise<Duration & { readonly picture: Buffer }> {
  const [start, before] = [performance.now(), process.cpuUsage()]
  const picture = await cutOut(photo)
  const { user, system } = process.cpuUsage(before)
  return { picture, wallMs: performance.now() - start, cpuMs: (user + system) / 1000 }
}

async function keepSheet(folder: string, name: string, pictures: readonly Buffer[]): Promise<void> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${parse(name).name}.png`), await drawSideBySide(pictures, SHEET_HEIGHT))
}

function printRow({ name, overlap, ours, theirs }: Measured): void {
  const compare = (key: keyof Duration) => {
    const [mine, other] = [ours[key] / 1000, theirs[key] / 1000]
    return `${mine.toFixed(2)} | ${other.toFixed(2)} | ${(other / mine).toFixed(1)}`
  }
  console.log(`| ${name} | ${overlap.toFixed(3)} | ${compare('wallMs')} | ${compare('cpuMs')} |`)
}

function findMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2
}

void main()
