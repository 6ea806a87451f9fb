import type { Picture } from '#runtime/picture'
import type { Frame } from './draw-mesh.ts'
import { drawFaceGrid } from './face-grid.ts'
import { sampleField, smoothStep } from './field.ts'
import { CHANNELS } from './lab-fields.ts'
import { type Oklab, readOklab, writeOklab } from './oklab.ts'
import type { PlacedFace } from './placed-face.ts'
import { type Blend, planBlend } from './plan-blend.ts'

/** A share below half of this changes no byte. */
const LEAST_SHARE = 1 / 255
/** Lightness: pupils and black frames have no colour of skin that could change. */
const DARK = { from: 0.2, to: 0.5 } as const

/**
 * Draws a face over one of a picture, in the light and the outline of the latter. Pixels outside of it are not touched.
 *
 * @param target its pixels are changed
 */
export function swapFace(face: PlacedFace, target: Picture): void {
  const { grid } = face.layout
  const blend = planBlend(drawFaceGrid(face, target))
  const frame = findFrame(target, grid)
  composeFace(face.draw(frame), target, frame, grid, blend)
}

/** @returns the pixels of the picture that the grid lies on */
function findFrame({ width, height }: Picture, grid: Frame): Frame {
  const [left, top] = [Math.max(0, Math.floor(grid.left)), Math.max(0, Math.floor(grid.top))]
  const right = Math.min(width, Math.ceil(grid.left + grid.width * grid.cell))
  const bottom = Math.min(height, Math.ceil(grid.top + grid.height * grid.cell))
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top), cell: 1 }
}

function composeFace(drawn: Uint8Array, picture: Picture, frame: Frame, grid: Frame, blend: Blend): void {
  const colour: Oklab = [0, 0, 0]
  const own: Oklab = [0, 0, 0]
  for (let y = 0; y < frame.height; y++) {
    const v = (frame.top + y + 0.5 - grid.top) / grid.cell
    for (let x = 0; x < frame.width; x++) {
      const u = (frame.left + x + 0.5 - grid.left) / grid.cell
      const share = sampleField(blend.alpha, u, v)
      if (share < LEAST_SHARE) continue
      const at = ((frame.top + y) * picture.width + frame.left + x) * picture.channels
      recolour(readOklab(drawn, (y * frame.width + x) * 3, colour), blend, u, v)
      readOklab(picture.pixels, at, own)
      for (const channel of CHANNELS) colour[channel] = own[channel] + share * (colour[channel] - own[channel])
      writeOklab(colour, picture.pixels, at)
    }
  }
}

function recolour(colour: Oklab, { contrast, pivot, shift }: Blend, u: number, v: number): void {
  const lit = smoothStep(colour[0], DARK.from, DARK.to)
  for (const channel of CHANNELS) {
    const turned = (colour[channel] - pivot[channel]) * contrast[channel] + pivot[channel]
    const change = turned + sampleField(shift[channel], u, v) - colour[channel]
    colour[channel] += channel === 0 ? change : lit * change
  }
}
