import type { Picture } from '#runtime/picture'
import { warpPicture } from '#runtime/warp'
import { findDepthInside, findFeatures, findGlassesArms } from './face-zones.ts'
import { type Field, makeField } from './field.ts'
import { type LabFields, toLabFields } from './lab-fields.ts'
import { drawShares } from './layout.ts'
import type { PlacedFace } from './placed-face.ts'

/** Hair hangs this far into a face, in distances of the eyes' outer corners. */
const FORELOCK = 0.8

/** Both faces on one grid: the source's already lies where it will be drawn. */
export interface FaceGrid {
  readonly source: LabFields
  readonly target: LabFields
  /** 1 where the mesh lies. */
  readonly covered: Field
  /** 1 on the eyes, the brows and the mouth, 0 away from them. */
  readonly feature: Field
  /** 1 where the arms of glasses may lie. */
  readonly arms: Field
  /** 0 at the border of the face, 1 well inside. */
  readonly inside: Field
  /** 1 where the source's picture shows what is drawn, 0 where it had to be guessed. */
  readonly known: Field
  /** 1 in the target's picture, 0 beyond its border. */
  readonly inPicture: Field
}

/** Draws a face and the target's on the grid of its layout. */
export function drawFaceGrid({ layout, known, draw }: PlacedFace, target: Picture): FaceGrid {
  const { mesh, grid } = layout
  const { left, top, cell, width, height } = grid
  const toSource = [cell, 0, left, 0, cell, top] as const
  const everywhere = mesh.map(() => 1)
  return {
    source: toLabFields({ pixels: draw(grid), width, height, channels: 3 }),
    target: toLabFields(warpPicture(target, { toSource, width, height })),
    covered: drawShares(layout, everywhere),
    feature: drawShares(layout, findFeatures(mesh)),
    arms: drawShares(layout, findGlassesArms(mesh)),
    inside: drawShares(layout, findDepthInside(mesh, FORELOCK)),
    known: drawShares(layout, known),
    inPicture: makeField(width, height, (at) => {
      const [x, y] = [left + ((at % width) + 0.5) * cell, top + (Math.floor(at / width) + 0.5) * cell]
      return x > 0 && y > 0 && x < target.width && y < target.height ? 1 : 0
    }),
  }
}
