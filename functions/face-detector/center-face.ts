import { type Box, suppressOverlaps } from '#runtime/nms'
import type { Point } from '#runtime/similarity'
import type { FoundFace } from './found-face.ts'

/** The outputs of CenterFace by what they mean. */
export const CENTER_FACE_OUTPUTS = { scores: '537', scales: '538', offsets: '539', points: '540' } as const

/** Sides of the model's input are multiples of this. */
export const CENTER_FACE_MULTIPLE = 32

const STRIDE = 4
const POINTS = 5
/** Of two boxes that are two faces; models/centerface.f16.md. */
const MAX_OVERLAP = 0.3
/** Cells beyond the best ones are left out before boxes are compared with each other, which takes the square of their number. */
const MAX_CANDIDATES = 5000

type Outputs = Readonly<Record<(typeof CENTER_FACE_OUTPUTS)[keyof typeof CENTER_FACE_OUTPUTS], Float32Array>>

/**
 * Reads faces out of the outputs of CenterFace.
 * Source: models/centerface.f16.md.
 *
 * @param outputs planes of a quarter of the input's width and height
 * @param width of the model's input, pixels
 * @param minScore 0 to 1
 * @returns in pixels of the input, the most certain first
 */
export function readFaces(outputs: Outputs, width: number, minScore: number): FoundFace[] {
  const scores = outputs[CENTER_FACE_OUTPUTS.scores]
  const cells = [...scores.keys()].filter((cell) => (scores[cell] as number) >= minScore)
  const best = cells.sort((a, b) => (scores[b] as number) - (scores[a] as number)).slice(0, MAX_CANDIDATES)
  const faces = best.map((cell) => readFace(outputs, cell, width / STRIDE))
  return suppressOverlaps(faces, MAX_OVERLAP)
}

function readFace(outputs: Outputs, cell: number, columns: number): FoundFace {
  const scores = outputs[CENTER_FACE_OUTPUTS.scores]
  const read = (name: 'scales' | 'offsets' | 'points', plane: number) =>
    outputs[CENTER_FACE_OUTPUTS[name]][plane * scores.length + cell] as number
  const [height, width] = [Math.exp(read('scales', 0)) * STRIDE, Math.exp(read('scales', 1)) * STRIDE]
  const centreX = ((cell % columns) + read('offsets', 1) + 0.5) * STRIDE
  const centreY = (Math.floor(cell / columns) + read('offsets', 0) + 0.5) * STRIDE
  const [left, top] = [centreX - width / 2, centreY - height / 2]
  const box: Box = [left, top, left + width, top + height]
  const landmarks = Array.from({ length: POINTS }, (_, index): Point => {
    return [left + read('points', 2 * index + 1) * width, top + read('points', 2 * index) * height]
  })
  return { box, score: scores[cell] as number, landmarks }
}
