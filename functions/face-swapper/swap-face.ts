import type { Picture } from '#runtime/picture'
import type { Frame } from './draw-mesh.ts'
import { drawFaceGrid } from './face-grid.ts'
import { type Field, sampleField, smoothStep } from './field.ts'
import { CHANNELS } from './lab-fields.ts'
import { type Oklab, readOklab, writeOklab } from './oklab.ts'
import type { PlacedFace } from './placed-face.ts'
import { type Blend, planBlend } from './plan-blend.ts'
import { sampleTexture } from './texture.ts'

/** A larger face is drawn with this many cells along its longer side, and enlarged: time and memory have a bound. */
const MOST_CELLS = 1024
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
  const drawn = face.draw(frame)
  recolour(drawn, frame, grid, blend)
  layOver(drawn, frame, target, grid, blend.alpha)
}

/** @returns the pixels of the picture that the grid lies on; of a large face, cells of more than one pixel */
export function findFrame({ width, height }: Pick<Picture, 'width' | 'height'>, grid: Frame): Frame {
  const [left, top] = [Math.max(0, Math.floor(grid.left)), Math.max(0, Math.floor(grid.top))]
  const right = Math.max(left, Math.min(width, Math.ceil(grid.left + grid.width * grid.cell)))
  const bottom = Math.max(top, Math.min(height, Math.ceil(grid.top + grid.height * grid.cell)))
  const cell = Math.max(1, Math.max(right - left, bottom - top) / MOST_CELLS)
  return { left, top, width: Math.ceil((right - left) / cell), height: Math.ceil((bottom - top) / cell), cell }
}

/** Gives a drawn face the target's light, in place. */
function recolour(drawn: Uint8Array, frame: Frame, grid: Frame, blend: Blend): void {
  const colour: Oklab = [0, 0, 0]
  for (let y = 0; y < frame.height; y++) {
    const v = (frame.top + (y + 0.5) * frame.cell - grid.top) / grid.cell
    for (let x = 0; x < frame.width; x++) {
      const u = (frame.left + (x + 0.5) * frame.cell - grid.left) / grid.cell
      if (sampleField(blend.alpha, u, v) === 0) continue
      const at = (y * frame.width + x) * 3
      writeOklab(change(readOklab(drawn, at, colour), blend, u, v), drawn, at)
    }
  }
}

function change(colour: Oklab, { contrast, pivot, shift }: Blend, u: number, v: number): Oklab {
  const lit = smoothStep(colour[0], DARK.from, DARK.to)
  for (const channel of CHANNELS) {
    const turned = (colour[channel] - pivot[channel]) * contrast[channel] + pivot[channel]
    const change = turned + sampleField(shift[channel], u, v) - colour[channel]
    colour[channel] += channel === 0 ? change : lit * change
  }
  return colour
}

/**
 * Lays a drawn face over the picture, pixel by pixel.
 *
 * @param drawn RGB, rows of the frame
 * @param alpha over the grid: 0 where the picture stays as it is, to the bit
 */
export function layOver(drawn: Uint8Array, frame: Frame, picture: Picture, grid: Frame, alpha: Field): void {
  const { left, top, width, height, cell } = frame
  const face: Picture = { pixels: drawn, width, height, channels: 3 }
  const right = Math.min(picture.width, left + Math.round(width * cell))
  const bottom = Math.min(picture.height, top + Math.round(height * cell))
  const colour = new Uint8Array(3)
  for (let y = top; y < bottom; y++) {
    const v = (y + 0.5 - grid.top) / grid.cell
    for (let x = left; x < right; x++) {
      const share = sampleField(alpha, (x + 0.5 - grid.left) / grid.cell, v)
      if (share < LEAST_SHARE) continue
      sampleTexture(face, (x + 0.5 - left) / cell, (y + 0.5 - top) / cell, colour, 0)
      const at = (y * picture.width + x) * picture.channels
      for (const channel of CHANNELS) {
        const own = picture.pixels[at + channel] as number
        picture.pixels[at + channel] = Math.round(own + share * ((colour[channel] as number) - own))
      }
    }
  }
}
