import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ALIGNED_SIZE, alignFace, TEMPLATE } from './align-face.ts'
import { judgeQuality, measureLaplacianVariance, measurePose } from './face-quality.ts'

function paint(width: number, height: number, value: (x: number, y: number) => number) {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, index) => {
    const at = Math.floor(index / 3)
    return value(at % width, Math.floor(at / width))
  })
  return { pixels, width, height, channels: 3 } as const
}

describe('alignFace', () => {
  it('leaves an aligned face as it is', () => {
    const picture = paint(ALIGNED_SIZE, ALIGNED_SIZE, (x, y) => (x * 3 + y * 7) % 200)
    const aligned = alignFace(picture, TEMPLATE)
    assert.deepEqual(aligned?.pixels, picture.pixels)
  })

  it('says nothing of points that are all the same', () => {
    assert.equal(
      alignFace(
        paint(8, 8, () => 0),
        Array(5).fill([3, 3]),
      ),
      undefined,
    )
  })
})

describe('measureLaplacianVariance', () => {
  it('is 0 for a plain area and for a slope', () => {
    assert.ok(Math.abs(measureLaplacianVariance(paint(8, 8, () => 90))) < 1e-9)
    assert.ok(Math.abs(measureLaplacianVariance(paint(8, 8, (x) => x * 10))) < 1e-6)
  })

  it('is the square of 4 times the step for a chess board: -40 and 40 about 0', () => {
    assert.ok(Math.abs(measureLaplacianVariance(paint(8, 8, (x, y) => ((x + y) % 2) * 10)) - 1600) < 1e-6)
  })
})

describe('measurePose', () => {
  for (const { name, nose, expected } of [
    { name: 'a nose in the middle', nose: [5, 8], expected: 1 },
    { name: 'a nose half the way to an eye', nose: [2.5, 8], expected: 0.5 },
    { name: 'a nose under an eye', nose: [10, 8], expected: 0 },
    { name: 'a nose beyond an eye', nose: [14, 8], expected: 0 },
  ] as const) {
    it(`is ${expected} for ${name}`, () => {
      assert.equal(measurePose([0, 0], [10, 0], nose), expected)
    })
  }

  it('does not ask how the head is held', () => {
    assert.equal(measurePose([0, 0], [0, 10], [-8, 5]), 1)
  })
})

describe('judgeQuality', () => {
  it('is the product of size, sharpness and pose', () => {
    const picture = paint(ALIGNED_SIZE, ALIGNED_SIZE, (x, y) => ((x + y) % 2) * 10)
    const half = TEMPLATE.map(([x, y]) => [x / 2, y / 2] as const)
    const quality = judgeQuality(picture, half)
    assert.equal(quality.eye_distance_px, 26.464)
    assert.equal(quality.size, 0.499)
    assert.equal(quality.sharpness, 0.97)
    assert.equal(quality.pose, 1)
    assert.equal(quality.overall, 0.484)
  })
})
