/** How often the image-classifier names what a label says, and how long its model runs, for each form of its weights. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { type MeasuredVariant, printTable, TOP } from './measure/classifier-table.ts'
import { openFunction } from './measure/local-function.ts'
import { LABELLED_PHOTOS, readPhoto } from './measure/photos.ts'

const VARIANTS = ['f16', 'qdq8']
const ROUNDS = 5

interface Predictions {
  readonly predictions: readonly { readonly class: string }[]
}

async function main(): Promise<void> {
  const { packages } = new Command('measure-classifier')
    .requiredOption('--packages <folder>', 'holds foolbox-3.3.4-py3-none-any.whl as downloaded')
    .parse()
    .opts<{ packages: string }>()
  const labels = JSON.parse(readFileSync(join(__dirname, '../models/imagenet-labels.json'), 'utf8')) as string[]
  const measured: MeasuredVariant[] = []
  for (const variant of VARIANTS) {
    measured.push({ variant, classify: await openFunction('image-classifier', variant), ranks: new Map(), inferMs: [] })
  }
  const photos = LABELLED_PHOTOS.map((photo) => ({ name: photo.name, body: readPhoto(photo, packages) }))
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, body } of photos) for (const each of measured) await measurePhoto(each, name, body, labels)
  }
  printTable(measured, photos.length)
}

async function measurePhoto(
  { classify, ranks, inferMs }: MeasuredVariant,
  name: string,
  body: Buffer,
  labels: string[],
) {
  const { predictions, ...answer } = await classify<Predictions>({ body, query: `top=${TOP}` })
  const label = labels[Number(/_(\d+)\.jpg$/.exec(name)?.[1])]
  ranks.set(
    name,
    predictions.findIndex((prediction) => prediction.class === label),
  )
  inferMs.push(answer.inferMs)
}

void main()
