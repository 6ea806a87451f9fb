import { drawMesh, type Frame } from './draw-mesh.ts'
import { type Mesh, measureCrop, type Point3 } from './face-mesh.ts'
import { smoothStep } from './field.ts'
import { type Layout, layOut, type Portrait } from './layout.ts'
import { MIRRORED } from './mirrored-points.ts'
import type { PlacedFace } from './placed-face.ts'
import { takeShape } from './take-shape.ts'
import { cutTexture, sampleTexture, type Texture } from './texture.ts'
import { measureVisibility } from './visible-skin.ts'

/** By so much must the other half of the face be seen better to be drawn in place of the own one: from a little to wholly. */
const BETTER = { from: 0.1, to: 0.5 } as const

/** Skin that is drawn from the own half where the other is not seen better. */
const WELL_SEEN = { hidden: 0.25, plain: 0.6 } as const
/** Skin that is drawn at all: the flanks of a nose are steep on both halves. */
const SEEN = { hidden: -0.1, plain: 0.1 } as const

/**
 * Bends the source's own pixels into the target's pose, triangle by triangle. What its picture does not show of one half of
 * the face is taken from the other half, mirrored.
 */
export function placeWarpedFace(source: Portrait, target: Portrait): PlacedFace {
  const layout = layOut(takeShape(source.mesh, target.mesh))
  const visibility = measureVisibility(source, WELL_SEEN)
  const seen = measureVisibility(source, SEEN)
  return {
    layout,
    known: seen.map((own, index) => Math.max(own, seen[MIRRORED[index] as number] as number)),
    draw: (frame) => drawWarped(source, visibility, layout, frame),
  }
}

function drawWarped(source: Portrait, visibility: readonly number[], { mesh, triangles }: Layout, frame: Frame) {
  const texture = cutTexture(source, measureCrop(mesh) / frame.cell)
  const drawn = new Uint8Array(frame.width * frame.height * 3)
  drawMesh(mesh, texture.mesh, triangles, frame, (at, x, y) => sampleTexture(texture.picture, x, y, drawn, at * 3))
  const twin = new Uint8Array(3)
  drawMesh(mesh, placeTwins(texture, visibility), triangles, frame, (at, x, y, share) => {
    if (share <= 0) return
    sampleTexture(texture.picture, x, y, twin, 0)
    for (let channel = 0; channel < 3; channel++) {
      const own = drawn[at * 3 + channel] as number
      drawn[at * 3 + channel] = Math.round(own + share * ((twin[channel] as number) - own))
    }
  })
  return drawn
}

/** @returns where each point's twin lies on the texture; in place of a depth, how much of it is drawn */
function placeTwins({ mesh }: Texture, visibility: readonly number[]): Mesh {
  return MIRRORED.map((twin, index) => {
    const [x, y] = mesh[twin] as Point3
    const gain = (visibility[twin] as number) - (visibility[index] as number)
    return [x, y, smoothStep(gain, BETTER.from, BETTER.to)]
  })
}
