import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeField } from './field.ts'
import { findFrame, layOver } from './swap-face.ts'

describe('findFrame', () => {
  for (const { name, grid, expected } of [
    {
      name: 'is the pixels that the grid lies on',
      grid: { left: 10.4, top: 20.6, width: 100, height: 50, cell: 2 },
      expected: { left: 10, top: 20, width: 201, height: 101, cell: 1 },
    },
    {
      name: 'ends with the picture',
      grid: { left: -7.5, top: 3900, width: 100, height: 200, cell: 2 },
      expected: { left: 0, top: 3900, width: 193, height: 100, cell: 1 },
    },
    {
      name: 'has 1024 cells along the longer side of a larger face',
      grid: { left: 0, top: 0, width: 192, height: 96, cell: 16 },
      expected: { left: 0, top: 0, width: 1024, height: 512, cell: 3 },
    },
  ]) {
    it(name, () => {
      assert.deepEqual(findFrame({ width: 4000, height: 4000 }, grid), expected)
    })
  }
})

describe('layOver', () => {
  const FRAME = { left: 1, top: 0, width: 2, height: 2, cell: 2 }
  const DRAWN = Uint8Array.from([0, 80, 0, 80].flatMap((value) => [value, value, value]))

  function lay(alpha: (at: number) => number): number[] {
    const picture = { pixels: new Uint8Array(6 * 4 * 4).fill(200), width: 6, height: 4, channels: 4 } as const
    layOver(DRAWN, FRAME, picture, FRAME, makeField(2, 2, alpha))
    assert.ok(
      picture.pixels.every((value, at) => at % 4 < 3 || value === 200),
      'the opacity is changed',
    )
    return [...picture.pixels.subarray(0, 24)].filter((_, at) => at % 4 === 0)
  }

  it('enlarges the cells of the frame smoothly over its pixels', () => {
    assert.deepEqual(
      lay(() => 1),
      [200, 0, 20, 60, 80, 200],
    )
  })

  it('mixes the face with the picture by the share', () => {
    assert.deepEqual(
      lay(() => 0.5),
      [200, 100, 110, 130, 140, 200],
    )
  })

  it('leaves the picture as it is, to the bit, where the share is nothing', () => {
    assert.deepEqual(
      lay(() => 0),
      [200, 200, 200, 200, 200, 200],
    )
  })
})
