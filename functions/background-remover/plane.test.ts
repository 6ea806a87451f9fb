import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Plane, resample, splitPlanes } from './plane.ts'

function draw(width: number, height: number, paint: (x: number, y: number) => number): Plane {
  return {
    values: Float32Array.from({ length: width * height }, (_, at) => paint(at % width, Math.floor(at / width))),
    width,
    height,
  }
}

describe('resample', () => {
  it('averages what shrinks', () => {
    assert.deepEqual([...resample({ values: Float32Array.of(0, 4), width: 2, height: 1 }, 1, 1).values], [2])
  })

  it('is bilinear where it grows', () => {
    const values = [...resample({ values: Float32Array.of(0, 4), width: 2, height: 1 }, 4, 1).values]
    assert.deepEqual(values, [0, 1, 3, 4])
  })

  it('keeps a ramp a ramp, in both directions', () => {
    const { values } = resample(
      draw(64, 32, (x, y) => x + 2 * y),
      16,
      16,
    )
    for (const [x, y] of [
      [4, 4],
      [8, 3],
      [11, 12],
    ] as const) {
      const expected = (x + 0.5) * 4 - 0.5 + 2 * ((y + 0.5) * 2 - 0.5)
      assert.ok(Math.abs((values[y * 16 + x] as number) - expected) < 1e-3)
    }
  })

  it('leaves no stripes of a pattern that is too fine for the result', () => {
    const { values } = resample(
      draw(200, 1, (x) => x % 2),
      20,
      1,
    )
    assert.ok(values.subarray(1, -1).every((value) => Math.abs(value - 0.5) < 1e-6))
  })

  it('draws a part', () => {
    const part = resample(
      draw(4, 4, (x) => x),
      2,
      4,
      { left: 1, top: 0, width: 2, height: 4 },
    )
    assert.deepEqual([...part.values], [1, 2, 1, 2, 1, 2, 1, 2])
  })

  it('goes on with the pixels of the border beyond it', () => {
    const wide = resample(
      draw(2, 1, (x) => x),
      6,
      1,
      { left: -2, top: 0, width: 6, height: 1 },
    )
    assert.deepEqual([...wide.values], [0, 0, 0, 1, 1, 1])
  })

  for (const [width, height] of [
    [1, 1],
    [1, 500],
    [500, 1],
  ] as const) {
    it(`takes ${width} x ${height} pixels`, () => {
      assert.ok(
        resample(
          draw(width, height, () => 7),
          3,
          3,
        ).values.every((value) => Math.abs(value - 7) < 1e-5),
      )
    })
  }
})

describe('splitPlanes', () => {
  it('gives one plane for each channel', () => {
    const planes = splitPlanes(Float32Array.of(1, 2, 3, 4), 2, 1)
    assert.deepEqual(
      planes.map(({ values }) => [...values]),
      [
        [1, 2],
        [3, 4],
      ],
    )
  })
})
