import type { GivenFace } from './given-face.ts'
import type { HandlerTools } from './handler.ts'
import type { Picture } from './picture.ts'
import { type Affine, applyAffine, type Point } from './similarity.ts'
import { toPixels, UNIT } from './tensor-layout.ts'
import { warpPicture } from './warp.ts'

/** x and y in pixels; z in the same unit, smaller is nearer to the camera. */
export type Point3 = readonly [x: number, y: number, z: number]

/** The 468 points of one face. */
export type Mesh = readonly Point3[]

/** Side of the crop that the mesh takes, pixels. */
export const MESH_SIZE = 192

/** The outputs of the mesh by what they mean; models/mp-facemesh.f16.md. */
const OUTPUTS = { points: 'conv2d_21', flag: 'conv2d_31' } as const
/** The crop is a square of this many times the face's longer side; models/mp-facemesh.f16.md. */
const CROP_SCALE = 1.5

// where the mesh keeps what the five points mean; left and right are the picture's
export const LEFT_EYE = [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246]
export const RIGHT_EYE = [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466]
export const NOSE_TIP = 4
export const LIP_CORNERS = [61, 291] as const

/**
 * Finds the crop of a face for the mesh: a square around the detector's box, turned so that the eyes are level.
 *
 * @returns the way from the crop of MESH_SIZE pixels to the picture
 */
export function cropAroundFace({ box: [x1, y1, x2, y2], landmarks }: GivenFace): Affine {
  const [[leftX, leftY], [rightX, rightY]] = landmarks as [Point, Point]
  const angle = Math.atan2(rightY - leftY, rightX - leftX)
  return cropSquare([(x1 + x2) / 2, (y1 + y2) / 2], Math.max(x2 - x1, y2 - y1), angle)
}

/**
 * @param side of the face, pixels of the picture; the crop is larger
 * @param angle of the line through the eyes, radians
 * @returns the way from the crop of MESH_SIZE pixels to the picture
 */
export function cropSquare([centreX, centreY]: Point, side: number, angle: number): Affine {
  const scale = (side * CROP_SCALE) / MESH_SIZE
  const [cosine, sine] = [Math.cos(angle) * scale, Math.sin(angle) * scale]
  const half = MESH_SIZE / 2
  return [cosine, -sine, centreX - half * (cosine - sine), sine, cosine, centreY - half * (sine + cosine)]
}

/**
 * Lays the mesh on what a crop shows.
 *
 * @param part of model.json that holds the mesh; without it, the main weights
 * @returns in pixels of the picture; undefined when the mesh sees no face there
 */
export async function layMesh(
  picture: Picture,
  toPicture: Affine,
  { step, infer }: Pick<HandlerTools, 'step' | 'infer'>,
  part?: string,
): Promise<Mesh | undefined> {
  const data = step('preprocess', () => {
    const crop = warpPicture(picture, { toSource: toPicture, width: MESH_SIZE, height: MESH_SIZE })
    return toPixels(crop, UNIT)
  })
  const outputs = await infer({ data, dims: [1, MESH_SIZE, MESH_SIZE, 3] }, Object.values(OUTPUTS), part)
  const isFace = (outputs[OUTPUTS.flag][0] as number) > 0
  return isFace ? readMesh(outputs[OUTPUTS.points], toPicture) : undefined
}

/** Places a mesh anew: turned, scaled and shifted in the plane, its depth scaled with it. */
export function placeMesh(mesh: Mesh, way: Affine): Mesh {
  const scale = Math.hypot(way[0], way[3])
  return mesh.map(([x, y, z]) => [...applyAffine(way, [x, y]), z * scale])
}

/** @returns the eyes, each the mean of its contour, the tip of the nose, the corners of the mouth */
export function readFivePoints(mesh: Mesh): Point[] {
  return [LEFT_EYE, RIGHT_EYE, [NOSE_TIP], [LIP_CORNERS[0]], [LIP_CORNERS[1]]].map((indices) => {
    const points = indices.map((index) => mesh[index] as Point3)
    const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length
    return [mean(0), mean(1)]
  })
}

/** @param values 468 times x, y, z in pixels of the crop */
function readMesh(values: Float32Array, toPicture: Affine): Mesh {
  const points = Array.from({ length: values.length / 3 }, (_, index) => {
    return values.subarray(index * 3, index * 3 + 3) as unknown as Point3
  })
  return placeMesh(points, toPicture)
}
