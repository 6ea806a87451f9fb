import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Picture } from './picture.ts'
import { fitSimilarity, invertAffine } from './similarity.ts'
import { warpPicture } from './warp.ts'

/** One grey value a pixel, in all channels. */
function paint(rows: readonly (readonly number[])[], channels: 3 | 4 = 3): Picture {
  const pixels = Uint8Array.from(rows.flat().flatMap((value) => Array(channels).fill(value)))
  return { pixels, width: rows[0]?.length ?? 0, height: rows.length, channels }
}

function readRows({ pixels, width, height, channels }: Picture): number[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => pixels[(y * width + x) * channels] as number),
  )
}

const SQUARE = paint([
  [10, 20],
  [30, 40],
])

describe('warpPicture', () => {
  it('gives back the picture for no change at all, alpha included', () => {
    const picture = { ...paint([[1, 2, 3]], 4), pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) }
    assert.deepEqual(warpPicture(picture, { toSource: [1, 0, 0, 0, 1, 0], width: 3, height: 1 }), picture)
  })

  it('turns by a quarter: the left column becomes the top row', () => {
    const turned = warpPicture(SQUARE, { toSource: [0, 1, 0, -1, 0, 2], width: 2, height: 2 })
    assert.deepEqual(readRows(turned), [
      [30, 10],
      [40, 20],
    ])
  })

  it('is half of each neighbour between two pixels', () => {
    const shifted = warpPicture(SQUARE, { toSource: [1, 0, 0.5, 0, 1, 0], width: 1, height: 1 })
    assert.deepEqual(readRows(shifted), [[15]])
  })

  it('averages all that a pixel covers where the result is smaller', () => {
    const stripes = paint(Array.from({ length: 8 }, () => [0, 200, 0, 200, 0, 200, 0, 200]))
    const small = warpPicture(stripes, { toSource: [4, 0, 0, 0, 4, 0], width: 2, height: 2 })
    assert.deepEqual(readRows(small), [
      [100, 100],
      [100, 100],
    ])
  })

  it('goes on with the edge outside of the source', () => {
    const toSource = [1, 0, 5, 0, 1, 0] as const
    assert.deepEqual(readRows(warpPicture(SQUARE, { toSource, width: 2, height: 2 })), [
      [20, 20],
      [40, 40],
    ])
  })

  it('is the mean of the source in its middle, and the edge away from it, however small it is drawn', () => {
    const drawn = readRows(warpPicture(SQUARE, { toSource: [1e6, 0, -1e6, 0, 1e6, -1e6], width: 3, height: 3 }))
    assert.deepEqual(drawn, [
      [25, 25, 25],
      [25, 25, 25],
      [25, 25, 25],
    ])
  })

  it('leaves out no pixel, however many lie under one of the result', () => {
    const stripes = paint(
      Array.from({ length: 128 }, () => Array.from({ length: 128 }, (_, x) => [0, 200, 200, 0][x % 4] ?? 0)),
    )
    assert.deepEqual(readRows(warpPicture(stripes, { toSource: [128, 0, 0, 0, 128, 0], width: 1, height: 1 })), [[100]])
  })

  it('brings marks of the source to where a fitted similarity says', () => {
    const rows = Array.from({ length: 40 }, () => Array<number>(40).fill(0))
    for (const y of [19, 20]) for (const x of [9, 10]) (rows[y] as number[])[x] = 255
    const fit = fitSimilarity(
      [
        [10, 20],
        [30, 20],
      ],
      [
        [5, 5],
        [5, 15],
      ],
    )
    const toSource = invertAffine(fit ?? [0, 0, 0, 0, 0, 0])
    assert.ok(toSource !== undefined)
    const drawn = readRows(warpPicture(paint(rows), { toSource, width: 20, height: 20 }))
    const lit = drawn.flatMap((row, y) => row.flatMap((value, x) => (value > 0 ? [[x, y]] : [])))
    assert.deepEqual(lit, [
      [4, 4],
      [5, 4],
      [4, 5],
      [5, 5],
    ])
  })
})
