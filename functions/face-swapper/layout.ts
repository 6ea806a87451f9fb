import type { Mesh } from '#runtime/face-mesh'
import type { Picture } from '#runtime/picture'
import { drawMesh, type Frame } from './draw-mesh.ts'
import { type Field, makeField } from './field.ts'
import { type Triangle, triangulateFace } from './triangulate.ts'

/** The long side of the grid on which a blend is planned, whatever the size of the face. */
const CELLS = 192
/** Around the mesh, of its longer side. */
const MARGIN = 0.08

/** A picture and the face in it. */
export interface Portrait {
  readonly picture: Picture
  readonly mesh: Mesh
}

/** Where and how a face is drawn: its shape in the target's pixels, and triangles over it. */
export interface Layout {
  readonly mesh: Mesh
  readonly triangles: readonly Triangle[]
  readonly grid: Frame
}

/** @param mesh in the target's pixels */
export function layOut(mesh: Mesh): Layout {
  const [xs, ys] = [mesh.map(([x]) => x), mesh.map(([, y]) => y)]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top]
  const pad = Math.max(width, height) * MARGIN
  const cell = (Math.max(width, height) + 2 * pad) / CELLS
  const count = (side: number) => Math.max(CELLS / 8, Math.ceil((side + 2 * pad) / cell))
  const grid = { left: left - pad, top: top - pad, cell, width: count(width), height: count(height) }
  return { mesh, triangles: triangulateFace(mesh), grid }
}

/**
 * Lays one value for each point over the grid.
 *
 * @returns 0 where the mesh does not lie
 */
export function drawShares({ mesh, triangles, grid }: Layout, shares: readonly number[]): Field {
  const field = makeField(grid.width, grid.height)
  const counterpart = shares.map((share) => [share, 0, 0] as const)
  drawMesh(mesh, counterpart, triangles, grid, (at, share) => {
    field.values[at] = share
  })
  return field
}
