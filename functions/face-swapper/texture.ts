import { addSample } from '#runtime/add-sample'
import { MESH_SIZE, type Mesh, placeMesh } from '#runtime/face-mesh'
import type { Picture } from '#runtime/picture'
import { type Affine, invertAffine } from '#runtime/similarity'
import { warpPicture } from '#runtime/warp'
import { cropAroundMesh, measureCrop } from './mesh-crop.ts'

/** A face cut out of its picture, upright, and its points there. */
export interface Texture {
  readonly picture: Picture
  readonly mesh: Mesh
}

const LEAST_SIDE = 48

/**
 * Cuts a face out of its picture, at most as large as it is there: a larger one would be drawn with pixels left out.
 *
 * @param needed side of the crop where it will be drawn, pixels
 */
export function cutTexture({ picture, mesh }: Texture, needed: number): Texture {
  const [a, b, c, d, e, f] = cropAroundMesh(mesh)
  const side = Math.max(LEAST_SIDE, Math.ceil(Math.min(measureCrop(mesh), needed)))
  const step = MESH_SIZE / side
  const toSource: Affine = [a * step, b * step, c, d * step, e * step, f]
  return {
    picture: warpPicture(picture, { toSource, width: side, height: side }),
    mesh: placeMesh(mesh, invertAffine(toSource) as Affine),
  }
}

const SUMS = new Float64Array(4)

/**
 * Reads a picture between its pixels: bilinear, rounded to bytes.
 *
 * @param x, y pixels; the centre of the first one is (0.5, 0.5)
 * @param to of the red byte in `into`
 */
export function sampleTexture(picture: Picture, x: number, y: number, into: Uint8Array, to: number): void {
  SUMS.fill(0)
  addSample(picture, x, y, SUMS)
  for (let channel = 0; channel < 3; channel++) into[to + channel] = Math.round(SUMS[channel] as number)
}
