import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { COEFFICIENTS, fitGuidedFilter } from './guided-filter.ts'

const [WIDTH, HEIGHT] = [12, 12]
const SPEC = { width: WIDTH, height: HEIGHT, radius: 3, smoothness: 1e-6 }

const draw = (paint: (x: number, y: number) => number) =>
  Float32Array.from({ length: WIDTH * HEIGHT }, (_, at) => paint(at % WIDTH, Math.floor(at / WIDTH)))

describe('fitGuidedFilter', () => {
  const guide = [
    draw((x, y) => ((x * 5 + y * 3) % 7) / 7),
    draw((x, y) => ((x * 2 + y * 5) % 11) / 11),
    draw((x, y) => ((x * y) % 5) / 5),
  ] as const

  it('finds the mask that follows from the colours', () => {
    const [red, green, blue] = guide
    const mask = red.map((value, at) => 0.3 * value - 0.2 * (green[at] as number) + 0.1 * (blue[at] as number) + 0.4)
    const coefficients = fitGuidedFilter(guide, mask, SPEC)
    for (let at = 0; at < mask.length; at++) {
      const found = coefficients.subarray(at * COEFFICIENTS, (at + 1) * COEFFICIENTS)
      for (const [index, expected] of [0.3, -0.2, 0.1, 0.4].entries()) {
        assert.ok(Math.abs((found[index] as number) - expected) < 0.01, `${[...found]} at ${at}`)
      }
    }
  })

  for (const value of [0, 1]) {
    it(`is ${value} whatever the colours where the mask is ${value}`, () => {
      const coefficients = fitGuidedFilter(
        guide,
        draw(() => value),
        SPEC,
      )
      assert.deepEqual([...coefficients.subarray(0, COEFFICIENTS)], [0, 0, 0, value])
    })
  }

  it('smooths the mask on a plain surface', () => {
    const plain = draw(() => 0.5)
    const half = draw((x) => (x < WIDTH / 2 ? 0 : 1))
    const coefficients = fitGuidedFilter([plain, plain, plain], half, SPEC)
    const constants = Array.from({ length: WIDTH }, (_, x) => coefficients[x * COEFFICIENTS + 3] as number)
    assert.ok(
      constants.every((value, x) => x === 0 || value >= (constants[x - 1] as number)),
      `${constants}`,
    )
    assert.ok((constants[5] as number) > 0.3 && (constants[5] as number) < 0.5)
  })
})
