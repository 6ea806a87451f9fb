import { drawMesh, type Frame } from './draw-mesh.ts'
import { type Mesh, measureCrop, type Point3 } from './face-mesh.ts'
import { smoothStep } from './field.ts'
import type { Layout, Portrait } from './layout.ts'
import { MIRRORED } from './mirrored-points.ts'
import { cutTexture, sampleTexture, type Texture } from './texture.ts'
import { measureVisibility } from './visible-skin.ts'

/** By so much must the other half of the face be seen better to be drawn in place of the own one: from a little to wholly. */
const BETTER = { from: 0.1, to: 0.5 } as const

/**
 * Draws the source's face where a layout puts it. What its picture does not show of one half of the face is taken from the
 * other half, mirrored.
 *
 * @returns RGB, rows of the frame; black where the mesh does not lie
 */
export function drawFace(source: Portrait, { mesh, triangles }: Layout, frame: Frame): Uint8Array {
  const texture = cutTexture(source, measureCrop(mesh) / frame.cell)
  const drawn = new Uint8Array(frame.width * frame.height * 3)
  drawMesh(mesh, texture.mesh, triangles, frame, (at, x, y) => sampleTexture(texture.picture, x, y, drawn, at * 3))
  const twin = new Uint8Array(3)
  const twins = placeTwins(texture, measureVisibility(source))
  drawMesh(mesh, twins, triangles, frame, (at, x, y, share) => {
    if (share <= 0) return
    sampleTexture(texture.picture, x, y, twin, 0)
    for (let channel = 0; channel < 3; channel++) {
      const own = drawn[at * 3 + channel] as number
      drawn[at * 3 + channel] = Math.round(own + share * ((twin[channel] as number) - own))
    }
  })
  return drawn
}

/** @returns for each point, how well it or its twin on the other half of the face can be seen */
export function measureKnown(source: Portrait): readonly number[] {
  const visibility = measureVisibility(source)
  return visibility.map((own, index) => Math.max(own, visibility[MIRRORED[index] as number] as number))
}

/** @returns where each point's twin lies on the texture; in place of a depth, how much of it is drawn */
function placeTwins({ mesh }: Texture, visibility: readonly number[]): Mesh {
  return MIRRORED.map((twin, index) => {
    const [x, y] = mesh[twin] as Point3
    const gain = (visibility[twin] as number) - (visibility[index] as number)
    return [x, y, smoothStep(gain, BETTER.from, BETTER.to)]
  })
}
