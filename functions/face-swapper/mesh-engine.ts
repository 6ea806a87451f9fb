import type { Mesh, Point3 } from '#runtime/face-mesh'
import { drawMesh, type Frame } from './draw-mesh.ts'
import { findDepthInside } from './face-zones.ts'
import { smoothStep } from './field.ts'
import { type Layout, layOut, type Portrait } from './layout.ts'
import { measureCrop } from './mesh-crop.ts'
import { MIRRORED } from './mirrored-points.ts'
import type { PlacedFace } from './placed-face.ts'
import { takeShape } from './take-shape.ts'
import { cutTexture, sampleTexture, type Texture } from './texture.ts'
import { measureFacing, measureShown, measureVisibility } from './visible-skin.ts'

/** By so much must the other half of the face be seen better to be drawn in place of the own one: from a little to wholly. */
const BETTER = { from: 0.1, to: 0.5 } as const

/** Skin would be smeared where the source shows less of its width than this part of what the target shows, and is sharp from the other on. */
const STRETCH = { from: 0.4, to: 0.7 } as const
/** Skin that the target shows from the side is narrow, however wide the source shows it. */
const LEAST_FACING = 0.1
/** So far inside of the face, in distances of the eyes' outer corners, it is drawn all the same: the flanks of a nose are steep. */
const INSIDE = 0.9

/**
 * Bends the source's own pixels into the target's pose, triangle by triangle. What its picture does not show of one half of
 * the face is taken from the other half, mirrored.
 */
export function placeWarpedFace(source: Portrait, target: Portrait): PlacedFace {
  const layout = layOut(takeShape(source.mesh, target.mesh))
  const visibility = measureVisibility(source)
  return {
    layout,
    known: measureKnown(source, layout.mesh),
    draw: (frame) => drawWarped(source, visibility, layout, frame),
  }
}

/** @returns for each point, whether the source shows it, or its mirror image on the other half of the face, well enough */
function measureKnown(source: Portrait, drawn: Mesh): readonly number[] {
  const [shown, facing, needed] = [measureShown(source), measureFacing(source.mesh), measureFacing(drawn)]
  const inside = findDepthInside(drawn, INSIDE)
  return MIRRORED.map((mirrored, index) => {
    const known = [index, mirrored].map((place) => {
      const stretch = (facing[place] as number) / Math.max(LEAST_FACING, needed[index] as number)
      return (shown[place] as number) * Math.max(inside[index] as number, smoothStep(stretch, STRETCH.from, STRETCH.to))
    })
    return Math.max(...known)
  })
}

function drawWarped(source: Portrait, visibility: readonly number[], { mesh, triangles }: Layout, frame: Frame) {
  const texture = cutTexture(source, measureCrop(mesh) / frame.cell)
  const drawn = new Uint8Array(frame.width * frame.height * 3)
  drawMesh(mesh, texture.mesh, triangles, frame, (at, x, y) => sampleTexture(texture.picture, x, y, drawn, at * 3))
  const mirrored = new Uint8Array(3)
  const places = placeMirrored(texture, visibility)
  const hidden = triangles.filter((triangle) => triangle.some((index) => (places[index] as Point3)[2] > 0))
  drawMesh(mesh, places, hidden, frame, (at, x, y, share) => {
    sampleTexture(texture.picture, x, y, mirrored, 0)
    for (let channel = 0; channel < 3; channel++) {
      const own = drawn[at * 3 + channel] as number
      drawn[at * 3 + channel] = Math.round(own + share * ((mirrored[channel] as number) - own))
    }
  })
  return drawn
}

/** @returns where each point's mirror image lies on the texture; in place of a depth, how much of it is drawn */
function placeMirrored({ mesh }: Texture, visibility: readonly number[]): Mesh {
  return MIRRORED.map((mirrored, index) => {
    const [x, y] = mesh[mirrored] as Point3
    const gain = (visibility[mirrored] as number) - (visibility[index] as number)
    return [x, y, smoothStep(gain, BETTER.from, BETTER.to)]
  })
}
