import Delaunator from 'delaunator'
import type { Mesh, Point3 } from '#runtime/face-mesh'
import { CHIN, FOREHEAD, TEMPLES } from './mesh-places.ts'

/** Three indices of points each. */
export type Triangle = readonly [number, number, number]

/**
 * Lays triangles over a face. The mesh is unrolled from a cylinder around the head first, so that the triangles lie on
 * the skin however the head is turned.
 * Source: B. Delaunay, Sur la sphère vide, 1934, by the package delaunator.
 *
 * @returns all of one orientation: those of the side that faces the camera have a positive `measureArea`
 */
export function triangulateFace(mesh: Mesh): readonly Triangle[] {
  const { triangles } = new Delaunator(unroll(mesh))
  return Array.from({ length: triangles.length / 3 }, (_, index): Triangle => {
    const [a, b, c] = triangles.subarray(index * 3, index * 3 + 3) as unknown as Triangle
    return [a, c, b]
  })
}

/** @returns twice the area; negative for what is seen from behind */
export function measureArea([ax, ay]: Point3, [bx, by]: Point3, [cx, cy]: Point3): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
}

function unroll(mesh: Mesh): Float64Array {
  const [left, right] = TEMPLES.map((index) => mesh[index]) as [Point3, Point3]
  const sideways = normalise(subtract(right, left))
  const downwards = subtract(mesh[CHIN] as Point3, mesh[FOREHEAD] as Point3)
  const down = normalise(subtract(downwards, scale(sideways, dot(downwards, sideways))))
  const inward = cross(sideways, down)
  const centre = scale([left[0] + right[0], left[1] + right[1], left[2] + right[2]], 0.5)
  const radius = Math.hypot(...subtract(right, left)) / 2
  return Float64Array.from(
    mesh.flatMap((point) => {
      const place = subtract(point, centre)
      return [Math.atan2(dot(place, sideways), -dot(place, inward)) * radius, dot(place, down)]
    }),
  )
}

function subtract(a: Point3, b: Point3): Point3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

function scale([x, y, z]: Point3, by: number): Point3 {
  return [x * by, y * by, z * by]
}

function dot(a: Point3, b: Point3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

function cross(a: Point3, b: Point3): Point3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

function normalise(vector: Point3): Point3 {
  return scale(vector, 1 / Math.hypot(...vector))
}
