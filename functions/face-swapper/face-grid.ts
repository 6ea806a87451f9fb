import type { Picture } from '#runtime/picture'
import { warpPicture } from '#runtime/warp'
import { drawMesh, type Frame } from './draw-mesh.ts'
import { type Mesh, measureCrop } from './face-mesh.ts'
import { findFeatures } from './face-zones.ts'
import { type Field, makeField } from './field.ts'
import { type LabFields, toLabFields } from './lab-fields.ts'
import { cutTexture, sampleTexture } from './texture.ts'
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

/** Both faces on one grid: the source's already lies where it will be drawn. */
export interface FaceGrid {
  readonly source: LabFields
  readonly target: LabFields
  /** 1 where the mesh lies. */
  readonly covered: Field
  /** 1 on the eyes, the brows and the mouth, 0 away from them. */
  readonly feature: Field
  /** 1 in the target's picture, 0 beyond its border. */
  readonly inPicture: Field
}

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

/** Draws the source's face and the target's on the grid of a layout. */
export function drawFaceGrid(source: Portrait, target: Picture, { mesh, triangles, grid }: Layout): FaceGrid {
  const { left, top, cell, width, height } = grid
  const texture = cutTexture(source, measureCrop(mesh) / cell)
  const warped = new Uint8Array(width * height * 3)
  const covered = makeField(width, height)
  drawMesh(mesh, texture.mesh, triangles, grid, (at, x, y) => {
    covered.values[at] = 1
    sampleTexture(texture.picture, x, y, warped, at * 3)
  })
  const toSource = [cell, 0, left, 0, cell, top] as const
  return {
    source: toLabFields({ pixels: warped, width, height, channels: 3 }),
    target: toLabFields(warpPicture(target, { toSource, width, height, outside: 'edge' })),
    covered,
    feature: drawFeatures({ mesh, triangles, grid }),
    inPicture: makeField(width, height, (at) => {
      const [x, y] = [left + ((at % width) + 0.5) * cell, top + (Math.floor(at / width) + 0.5) * cell]
      return x > 0 && y > 0 && x < target.width && y < target.height ? 1 : 0
    }),
  }
}

function drawFeatures({ mesh, triangles, grid }: Layout): Field {
  const feature = makeField(grid.width, grid.height)
  const shares = findFeatures(mesh).map((share) => [share, 0, 0] as const)
  drawMesh(mesh, shares, triangles, grid, (at, share) => {
    feature.values[at] = share
  })
  return feature
}
