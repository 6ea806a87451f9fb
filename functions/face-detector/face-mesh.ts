import { type Affine, applyAffine, type Point } from '#runtime/similarity'
import type { FoundFace } from './found-face.ts'

/** Side of the crop that the mesh takes, pixels. */
export const MESH_SIZE = 192

/** The crop is a square of this many times the box's longer side; models/mp-facemesh.f16.md. */
const CROP_SCALE = 1.5

/** The outputs of the mesh by what they mean. */
export const MESH_OUTPUTS = { points: 'conv2d_21', flag: 'conv2d_31' } as const

/** Where the mesh keeps what the five points mean. Left and right are the picture's. */
const LEFT_EYE = [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246]
const RIGHT_EYE = [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466]
const FIVE_POINTS = [LEFT_EYE, RIGHT_EYE, [4], [61], [291]]

/**
 * Finds the crop of a face for the mesh: a square around the box, turned so that the eyes are level.
 *
 * @returns the way from the crop of MESH_SIZE pixels to the picture
 */
export function findMeshCrop({ box: [x1, y1, x2, y2], landmarks }: FoundFace): Affine {
  const [[leftX, leftY], [rightX, rightY]] = landmarks as [Point, Point]
  const angle = Math.atan2(rightY - leftY, rightX - leftX)
  const scale = (Math.max(x2 - x1, y2 - y1) * CROP_SCALE) / MESH_SIZE
  const [cosine, sine] = [Math.cos(angle) * scale, Math.sin(angle) * scale]
  const [centreX, centreY, half] = [(x1 + x2) / 2, (y1 + y2) / 2, MESH_SIZE / 2]
  return [cosine, -sine, centreX - half * (cosine - sine), sine, cosine, centreY - half * (sine + cosine)]
}

/**
 * Reads the five points of a face out of the mesh: the eyes are the means of their contours.
 *
 * @param points 468 times x, y, z in pixels of the crop
 * @param toPicture as `findMeshCrop` gives it
 * @returns in pixels of the picture
 */
export function readFivePoints(points: Float32Array, toPicture: Affine): Point[] {
  return FIVE_POINTS.map((indices) => {
    const [x, y] = [0, 1].map((axis) => {
      return indices.reduce((sum, index) => sum + (points[index * 3 + axis] as number), 0) / indices.length
    }) as [number, number]
    return applyAffine(toPicture, [x, y])
  })
}
