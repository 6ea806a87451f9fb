import type { GivenFace } from '#runtime/given-face'
import { type Affine, applyAffine } from '#runtime/similarity'
import { EYE_CORNERS } from './mesh-places.ts'

/** x and y in pixels; z in the same unit, smaller is nearer to the camera. */
export type Point3 = readonly [x: number, y: number, z: number]

/** The 468 points of one face. */
export type Mesh = readonly Point3[]

/** Side of the crop that the mesh takes, pixels. */
export const MESH_SIZE = 192

/** The outputs of the mesh by what they mean; models/mp-facemesh.f16.md. */
export const MESH_OUTPUTS = { points: 'conv2d_21', flag: 'conv2d_31' } as const

/** The crop is a square of this many times the face's longer side; models/mp-facemesh.f16.md. */
const CROP_SCALE = 1.5

/**
 * Finds the crop of a face for the mesh: a square around the detector's box, turned so that the eyes are level.
 *
 * @returns the way from the crop of MESH_SIZE pixels to the picture
 */
export function cropAroundFace({ box: [x1, y1, x2, y2], landmarks }: GivenFace): Affine {
  const [[leftX, leftY], [rightX, rightY]] = landmarks as [Pair, Pair]
  const angle = Math.atan2(rightY - leftY, rightX - leftX)
  return turnSquare((x1 + x2) / 2, (y1 + y2) / 2, Math.max(x2 - x1, y2 - y1) * CROP_SCALE, angle)
}

/**
 * Finds the crop of a face whose mesh is known: a second look there places the points better, for the detector's box
 * and points are coarse.
 *
 * @returns the way from the crop of MESH_SIZE pixels to the picture
 */
export function cropAroundMesh(mesh: Mesh): Affine {
  const [left, right] = EYE_CORNERS.map((index) => mesh[index]) as [Point3, Point3]
  const angle = Math.atan2(right[1] - left[1], right[0] - left[0])
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
  const along = mesh.map(([x, y]) => x * cosine + y * sine)
  const across = mesh.map(([x, y]) => y * cosine - x * sine)
  const [minU, maxU] = [Math.min(...along), Math.max(...along)]
  const [minV, maxV] = [Math.min(...across), Math.max(...across)]
  const [u, v] = [(minU + maxU) / 2, (minV + maxV) / 2]
  const side = Math.max(maxU - minU, maxV - minV) * CROP_SCALE
  return turnSquare(u * cosine - v * sine, u * sine + v * cosine, side, angle)
}

/** @returns the side of a mesh's crop, pixels */
export function measureCrop(mesh: Mesh): number {
  const [a, , , d] = cropAroundMesh(mesh)
  return Math.hypot(a, d) * MESH_SIZE
}

/**
 * Reads the points of a mesh.
 *
 * @param values 468 times x, y, z in pixels of the crop
 * @param toPicture as `cropAroundFace` gives it
 * @returns in pixels of the picture
 */
export function readMesh(values: Float32Array, toPicture: Affine): Mesh {
  const scale = Math.hypot(toPicture[0], toPicture[3])
  return Array.from({ length: values.length / 3 }, (_, index): Point3 => {
    const [x, y, z] = values.subarray(index * 3, index * 3 + 3) as unknown as Point3
    return [...applyAffine(toPicture, [x, y]), z * scale]
  })
}

/** Places a mesh anew: turned, scaled and shifted in the plane, its depth scaled with it. */
export function placeMesh(mesh: Mesh, way: Affine): Mesh {
  const scale = Math.hypot(way[0], way[3])
  return mesh.map(([x, y, z]) => [...applyAffine(way, [x, y]), z * scale])
}

type Pair = readonly [number, number]

function turnSquare(centreX: number, centreY: number, side: number, angle: number): Affine {
  const scale = side / MESH_SIZE
  const [cosine, sine] = [Math.cos(angle) * scale, Math.sin(angle) * scale]
  const half = MESH_SIZE / 2
  return [cosine, -sine, centreX - half * (cosine - sine), sine, cosine, centreY - half * (sine + cosine)]
}
