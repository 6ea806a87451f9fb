/** Error rates of the face-encoder by threshold, on portraits and altered copies of them, with the detector's points and the mesh's. */
import { Command } from 'commander'
import { encodeFaces, type MeasuredFace } from './measure/encode-faces.ts'
import { printErrors, printOriginals, printTable } from './measure/encoder-tables.ts'
import { comparePairs } from './measure/pairs.ts'

const POINTS = { "the detector's": '', 'refined by the mesh': 'landmarks=mesh' } as const
/** Between embeddings of length 1, as the function answers them. */
const THRESHOLDS = [0.28, 0.3, 0.31, 0.32, 0.33, 0.34, 0.35, 0.36, 0.38, 0.4]
/** The one that the function's README names. */
const CHOSEN = 0.33
/** Between the model's own outputs. */
const RAW_THRESHOLDS = [0.4, 0.45, 0.46, 0.47, 0.5, 0.55, 0.6]

async function main(): Promise<void> {
  const { packages } = new Command('measure-encoder')
    .requiredOption(
      '--packages <folder>',
      'holds the packages as downloaded; docs/measurements/face-encoder.md names them',
    )
    .parse()
    .opts<{ packages: string }>()
  for (const [points, query] of Object.entries(POINTS)) {
    const { faces, missed } = await encodeFaces(packages, query)
    console.log(`\nPoints ${points}: ${faces.length} faces; not found in: ${missed.join('; ') || 'none'}`)
    printTable('distance', comparePairs(faces), THRESHOLDS)
    printTable("distance of the model's outputs", comparePairs(faces.map(restoreLength)), RAW_THRESHOLDS)
    printErrors(comparePairs(faces), CHOSEN)
    printOriginals(faces)
  }
}

function restoreLength(face: MeasuredFace): MeasuredFace {
  return { ...face, embedding: face.embedding.map((value) => value * face.norm) }
}

void main()
