import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Picture } from '#runtime/picture'
import { toPlanes, UNIT } from '#runtime/tensor-layout'
import { cutOut } from './cut-out.ts'
import { refineMask } from './matte.ts'
import { type Plane, resample, splitPlanes } from './plane.ts'

const SIZE = 960
/** Of the picture that the mask is refined on, and of what a model sees. */
const [SMALL, COARSE] = [480, 240]
const RADIUS = 300
const FRONT = [40, 160, 60] as const

/** Share of a soft-edged disc, whose middle lies in the middle of the picture. */
function shareAt(x: number, y: number): number {
  const distance = Math.hypot(x + 0.5 - SIZE / 2, y + 0.5 - SIZE / 2)
  return Math.min(1, Math.max(0, (RADIUS - distance) / 8 + 0.5))
}

/** A green disc on a gradient from dark red to light blue. */
function drawDisc(channels: 3 | 4): Picture {
  const pixels = new Uint8Array(SIZE * SIZE * channels).fill(255)
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const [share, slope] = [shareAt(x, y), x / SIZE]
      const back = [140 + 60 * slope, 60 + 60 * slope, 80 + 140 * slope]
      FRONT.forEach((front, channel) => {
        pixels[(y * SIZE + x) * channels + channel] = Math.round(
          share * front + (1 - share) * (back[channel] as number),
        )
      })
    }
  }
  return { pixels, width: SIZE, height: SIZE, channels }
}

/** What a model would say of the disc: coarse, hard, and half a pixel of its own too far to the right. */
function drawRoughMask(): Plane {
  const cell = SIZE / COARSE
  const values = Float32Array.from({ length: COARSE * COARSE }, (_, at) => {
    const [x, y] = [((at % COARSE) + 0.5) * cell, (Math.floor(at / COARSE) + 0.5) * cell]
    return Math.hypot(x - SIZE / 2 - cell / 2, y - SIZE / 2) < RADIUS ? 1 : 0
  })
  return resample({ values, width: COARSE, height: COARSE }, SMALL, SMALL)
}

describe('a rough mask, refined and laid over the picture at its full size', () => {
  const colours = splitPlanes(toPlanes(drawDisc(3), UNIT), SIZE, SIZE).map((plane) => resample(plane, SMALL, SMALL))
  const rough = drawRoughMask()
  const picture = drawDisc(4)
  const ratio = cutOut(picture, refineMask(colours, rough))
  const alphaAt = (x: number, y: number) => (picture.pixels[(y * SIZE + x) * 4 + 3] as number) / 255

  it('has the edges of the picture', () => {
    const full = resample(rough, SIZE, SIZE)
    let [roughError, error, both, either] = [0, 0, 0, 0]
    for (let at = 0; at < SIZE * SIZE; at++) {
      const [x, y] = [at % SIZE, Math.floor(at / SIZE)]
      const [share, alpha] = [shareAt(x, y), alphaAt(x, y)]
      roughError += Math.abs((full.values[at] as number) - share)
      error += Math.abs(alpha - share)
      if (share > 0.5 && alpha > 0.5) both++
      if (share > 0.5 || alpha > 0.5) either++
    }
    assert.ok(both / either > 0.985, `IoU ${both / either}`)
    assert.ok(error < roughError / 2, `the error is ${error}, of the rough mask ${roughError}`)
  })

  it('is wholly clear far from the edges', () => {
    assert.deepEqual([alphaAt(10, 10), alphaAt(SIZE / 2, SIZE / 2)], [0, 1])
  })

  it('says how much of the picture is foreground', () => {
    assert.ok(Math.abs(ratio - (Math.PI * RADIUS ** 2) / SIZE ** 2) < 0.01, `${ratio}`)
  })

  it('shows at the edge the colour of the foreground, not a mix with the background', () => {
    let [count, error, mixed] = [0, 0, 0]
    const before = drawDisc(4)
    for (let at = 0; at < SIZE * SIZE; at++) {
      const alpha = picture.pixels[at * 4 + 3] as number
      if (alpha < 25 || alpha > 230) continue
      count++
      FRONT.forEach((front, channel) => {
        error += Math.abs((picture.pixels[at * 4 + channel] as number) - front)
        mixed += Math.abs((before.pixels[at * 4 + channel] as number) - front)
      })
    }
    assert.ok(count > 500, `${count} pixels`)
    assert.ok(error < mixed / 4, `off by ${error / count / 3}, before by ${mixed / count / 3}`)
  })

  it('keeps nothing of the background where nothing is seen of it', () => {
    for (let at = 0; at < SIZE * SIZE * 4; at += 4) {
      if (picture.pixels[at + 3] === 0) assert.deepEqual([...picture.pixels.subarray(at, at + 3)], [0, 0, 0])
    }
  })
})
