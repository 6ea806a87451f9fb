/** Which faces the face-detector finds, what it takes for one, and how far boxes and points are from marks made by hand. */
import { Command } from 'commander'
import { printHead, printMatch } from './measure/detector-table.ts'
import { FACE_MARKS } from './measure/face-marks.ts'
import { type Face, type LocalFunction, openFunction } from './measure/local-function.ts'
import { matchFaces } from './measure/match-faces.ts'
import { FACE_PHOTOS, FACELESS_PHOTOS, readPhoto } from './measure/photos.ts'

const MIN_SCORE = 0.5

interface Found {
  readonly faces: readonly Face[]
}

async function main(): Promise<void> {
  const { packages } = new Command('measure-detector')
    .requiredOption(
      '--packages <folder>',
      'holds the packages as downloaded; docs/measurements/face-detector.md names them',
    )
    .parse()
    .opts<{ packages: string }>()
  const detect = await openFunction('face-detector')
  await measureFaces(detect, packages)
  await measureFaceless(detect, packages)
}

async function measureFaces(detect: LocalFunction, packages: string): Promise<void> {
  printHead()
  const extra: string[] = []
  for (const photo of FACE_PHOTOS) {
    const body = readPhoto(photo, packages)
    const marks = FACE_MARKS.filter((mark) => mark.photo === photo.name)
    const coarse = matchFaces(marks, (await detect<Found>({ body })).faces)
    const fine = matchFaces(marks, (await detect<Found>({ body, query: 'landmarks=mesh' })).faces)
    extra.push(...coarse.extra.map(({ score }) => `${photo.name} ${score}`))
    for (const [index, match] of coarse.matches.entries()) printMatch(match, fine.matches[index]?.face)
  }
  console.log(`\nBoxes that are no marked face: ${extra.join(', ') || 'none'}\n`)
}

async function measureFaceless(detect: LocalFunction, packages: string): Promise<void> {
  const best: { name: string; score: number }[] = []
  for (const photo of FACELESS_PHOTOS) {
    const { faces } = await detect<Found>({ body: readPhoto(photo, packages), query: 'min_score=0&max_faces=1' })
    best.push({ name: photo.name, score: faces[0]?.score ?? 0 })
  }
  best.sort((a, b) => b.score - a.score)
  const wrong = best.filter(({ score }) => score >= MIN_SCORE).length
  console.log(`Of ${best.length} photos without a face, ${wrong} have a box of ${MIN_SCORE} or more. The likeliest:`)
  console.log(
    best
      .slice(0, 3)
      .map(({ name, score }) => `${name} ${score}`)
      .join(', '),
  )
}

void main()
