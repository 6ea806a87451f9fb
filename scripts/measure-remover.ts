/** How near the background-remover comes to ISNet, as @imgly/background-removal-node runs it, and how long both take. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import { Command } from 'commander'
import { CUT_OUT_PHOTOS } from './measure/cut-out-photos.ts'
import { drawSideBySide, measureOverlap, openRemover } from './measure/cut-outs.ts'
import { openPeer, PEER } from './measure/peer-remover.ts'
import { readPhoto } from './measure/photos.ts'
import { type ComparedCutOut, printHead, printMedians, printRow, timeCutOut } from './measure/remover-table.ts'

const SHEET_HEIGHT = 512

interface Options {
  readonly packages: string
  readonly peer: string
  readonly sheets?: string
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
  printHead()
  const rows: ComparedCutOut[] = []
  for (const photo of CUT_OUT_PHOTOS) {
    const bytes = readPhoto(photo, packages)
    const [mine, reference] = [await timeCutOut(ours, bytes), await timeCutOut(theirs, bytes)]
    const overlap = await measureOverlap(mine.picture, reference.picture)
    const row = { name: photo.name, overlap, ours: mine, theirs: reference }
    printRow(row)
    rows.push(row)
    if (sheets !== undefined) await keepSheet(sheets, photo.name, [bytes, reference.picture, mine.picture])
  }
  printMedians(rows)
}

async function keepSheet(folder: string, name: string, pictures: readonly Buffer[]): Promise<void> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${parse(name).name}.png`), await drawSideBySide(pictures, SHEET_HEIGHT))
}

void main()
