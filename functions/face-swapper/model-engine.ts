import { readFivePoints } from '#runtime/face-mesh'
import type { HandlerTools } from '#runtime/handler'
import type { Picture } from '#runtime/picture'
import { type Affine, applyAffine, fitSimilarity, invertAffine, type Point } from '#runtime/similarity'
import { type ChannelScale, toPlanes, UNIT } from '#runtime/tensor-layout'
import { warpPicture } from '#runtime/warp'
import type { Frame } from './draw-mesh.ts'
import { layOut, type Portrait } from './layout.ts'
import type { PlacedFace } from './placed-face.ts'
import { sampleTexture } from './texture.ts'

/** The operator's weights by the names of model.json. */
export const MODEL_PARTS = { encoder: 'encoder', swap: 'swap' } as const

const ENCODER = { size: 112, output: 'embedding', length: 512 } as const
const SWAP = { size: 128, source: 'source', target: 'target', output: 'output' } as const
/** -1 to 1. */
const CENTRED: ChannelScale = { mean: [127.5, 127.5, 127.5], deviation: [127.5, 127.5, 127.5] }

/**
 * Where the eyes, the tip of the nose and the corners of the mouth lie on a face of 112 x 112 pixels.
 * Source: J. Deng et al., ArcFace, CVPR 2019, as its code aligns faces.
 */
const TEMPLATE: readonly Point[] = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
]

/** Turns the source's face into what the operator's swapping model takes. */
export async function embedFace(source: Portrait, { step, infer }: HandlerTools): Promise<Float32Array> {
  const data = step('preprocess', () => toPlanes(align(source, ENCODER.size).crop, CENTRED))
  return infer({ data, dims: [1, 3, ENCODER.size, ENCODER.size] }, ENCODER.output, MODEL_PARTS.encoder)
}

/** Lets the operator's model draw the face anew in the target's pose. */
export async function placeModelFace(
  embedding: Float32Array,
  target: Portrait,
  { step, infer }: HandlerTools,
): Promise<PlacedFace> {
  const { crop, fromPicture } = step('preprocess', () => align(target, SWAP.size))
  const feeds = {
    [SWAP.target]: { data: toPlanes(crop, UNIT), dims: [1, 3, SWAP.size, SWAP.size] },
    [SWAP.source]: { data: embedding, dims: [1, ENCODER.length] },
  }
  const face = fromPlanes(await infer(feeds, SWAP.output, MODEL_PARTS.swap))
  const draw = (frame: Frame) => drawCrop(face, fromPicture, frame)
  return { layout: layOut(target.mesh), known: target.mesh.map(() => 1), draw }
}

function align({ picture, mesh }: Portrait, size: number): { crop: Picture; fromPicture: Affine } {
  const shift = (size - ENCODER.size) / 2
  const template = TEMPLATE.map(([x, y]) => [x + shift, y] as const)
  const fromPicture = fitSimilarity(readFivePoints(mesh), template) as Affine
  const toSource = invertAffine(fromPicture) as Affine
  return { crop: warpPicture(picture, { toSource, width: size, height: size }), fromPicture }
}

/** @param values NCHW, RGB, 0 to 1 */
function fromPlanes(values: Float32Array): Picture {
  const area = SWAP.size * SWAP.size
  const pixels = new Uint8Array(area * 3)
  for (let at = 0; at < pixels.length; at++) {
    const value = values[(at % 3) * area + Math.floor(at / 3)] as number
    pixels[at] = Math.round(Math.min(1, Math.max(0, value)) * 255)
  }
  return { pixels, width: SWAP.size, height: SWAP.size, channels: 3 }
}

function drawCrop(face: Picture, fromPicture: Affine, { left, top, width, height, cell }: Frame): Uint8Array {
  const drawn = new Uint8Array(width * height * 3)
  for (let at = 0; at < width * height; at++) {
    const place = [left + ((at % width) + 0.5) * cell, top + (Math.floor(at / width) + 0.5) * cell] as const
    const [x, y] = applyAffine(fromPicture, place)
    sampleTexture(face, x, y, drawn, at * 3)
  }
  return drawn
}
