/** Draws the pictures of docs/pictures/ anew: what the functions make of photos/. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawBackgroundRemover } from './pictures/background-remover.ts'
import { drawFaceDetector } from './pictures/face-detector.ts'
import { drawFaceEncoder } from './pictures/face-encoder.ts'
import { drawImageClassifier } from './pictures/image-classifier.ts'

const ROOT = join(__dirname, '..')
const PICTURES: Readonly<Record<string, (photos: string) => Promise<Buffer>>> = {
  'background-remover.jpg': drawBackgroundRemover,
  'face-detector.jpg': drawFaceDetector,
  'face-encoder.jpg': drawFaceEncoder,
  'image-classifier.jpg': drawImageClassifier,
}

async function main(): Promise<void> {
  const folder = join(ROOT, 'docs/pictures')
  mkdirSync(folder, { recursive: true })
  for (const [name, draw] of Object.entries(PICTURES)) {
    writeFileSync(join(folder, name), await draw(join(ROOT, 'photos')))
    console.log(`docs/pictures/${name}`)
  }
}

void main()
