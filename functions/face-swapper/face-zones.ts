import { LEFT_EYE, type Mesh, type Point3, RIGHT_EYE } from '#runtime/face-mesh'
import { smoothStep } from './field.ts'
import { EYE_CORNERS, GLASSES_ARMS, LEFT_BROW, LIPS, OVAL, RIGHT_BROW } from './mesh-places.ts'

/** Distances below are shares of the distance between the outer corners of the eyes. */
const FEATURE = { near: 0.03, far: 0.12 } as const
const ARMS = { near: 0.1, far: 0.25 } as const

const FEATURES = [...LEFT_EYE, ...RIGHT_EYE, ...LEFT_BROW, ...RIGHT_BROW, ...LIPS]

/**
 * Tells how much of a point belongs to the eyes, the brows or the mouth.
 *
 * @returns one value for each point: 1 on them, 0 far from them
 */
export function findFeatures(mesh: Mesh): readonly number[] {
  return measureDistances(mesh, FEATURES).map((distance) => 1 - smoothStep(distance, FEATURE.near, FEATURE.far))
}

/** @returns one value for each point: 1 where the arms of glasses may lie, 0 far from there */
export function findGlassesArms(mesh: Mesh): readonly number[] {
  return measureDistances(mesh, GLASSES_ARMS).map((distance) => 1 - smoothStep(distance, ARMS.near, ARMS.far))
}

/**
 * Tells how far inside of the face a point lies.
 *
 * @param far from here on it is well inside
 * @returns one value for each point: 0 at the border of the face, 1 well inside
 */
export function findDepthInside(mesh: Mesh, far: number): readonly number[] {
  return measureDistances(mesh, OVAL).map((distance) => smoothStep(distance, 0, far))
}

/** In space, so that a turned head has the distances of one that looks at the camera. */
function measureDistances(mesh: Mesh, places: readonly number[]): readonly number[] {
  const [left, right] = EYE_CORNERS.map((index) => mesh[index]) as [Point3, Point3]
  const unit = measureDistance(left, right)
  return mesh.map((point) => Math.min(...places.map((index) => measureDistance(point, mesh[index] as Point3))) / unit)
}

function measureDistance(a: Point3, b: Point3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}
