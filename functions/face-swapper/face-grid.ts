import type { Picture } from '#runtime/picture'
import { warpPicture } from '#runtime/warp'
import { drawFace, measureKnown } from './draw-face.ts'
import { findDepthInside, findFeatures } from './face-zones.ts'
import { type Field, makeField } from './field.ts'
import { type LabFields, toLabFields } from './lab-fields.ts'
import { drawShares, type Layout, type Portrait } from './layout.ts'

/** Both faces on one grid: the source's already lies where it will be drawn. */
export interface FaceGrid {
  readonly source: LabFields
  readonly target: LabFields
  /** 1 where the mesh lies. */
  readonly covered: Field
  /** 1 on the eyes, the brows and the mouth, 0 away from them. */
  readonly feature: Field
  /** 0 at the border of the face, 1 well inside. */
  readonly inside: Field
  /** 1 where the source's picture shows what is drawn, 0 where it had to be guessed. */
  readonly known: Field
  /** 1 in the target's picture, 0 beyond its border. */
  readonly inPicture: Field
}

/** Draws the source's face and the target's on the grid of a layout. */
export function drawFaceGrid(source: Portrait, target: Picture, layout: Layout): FaceGrid {
  const { left, top, cell, width, height } = layout.grid
  const pixels = drawFace(source, layout, layout.grid)
  const toSource = [cell, 0, left, 0, cell, top] as const
  return {
    source: toLabFields({ pixels, width, height, channels: 3 }),
    target: toLabFields(warpPicture(target, { toSource, width, height, outside: 'edge' })),
    covered: drawShares(
      layout,
      layout.mesh.map(() => 1),
    ),
    feature: drawShares(layout, findFeatures(layout.mesh)),
    inside: drawShares(layout, findDepthInside(layout.mesh)),
    known: drawShares(layout, measureKnown(source)),
    inPicture: makeField(width, height, (at) => {
      const [x, y] = [left + ((at % width) + 0.5) * cell, top + (Math.floor(at / width) + 0.5) * cell]
      return x > 0 && y > 0 && x < target.width && y < target.height ? 1 : 0
    }),
  }
}
