import type { Mesh, Point3 } from '#runtime/face-mesh'
import { alignMesh } from './align-mesh.ts'
import { findDepthInside } from './face-zones.ts'

/** How far points well inside the face go to where the source's are; those at the border stay. */
const SHARE = 0.7
/** Distances of the eyes' outer corners. */
const WELL_INSIDE = 0.4

/**
 * Gives a face the features of another in its own pose: a face is known by where its features are as much as by its skin.
 *
 * @returns in the target's pixels, its border as it was
 */
export function takeShape(source: Mesh, target: Mesh): Mesh {
  const aligned = alignMesh(source, target)
  const inside = findDepthInside(target, WELL_INSIDE)
  return target.map(([x, y, z], index) => {
    const [toX, toY, toZ] = aligned[index] as Point3
    const share = SHARE * (inside[index] as number)
    return [x + share * (toX - x), y + share * (toY - y), z + share * (toZ - z)]
  })
}
