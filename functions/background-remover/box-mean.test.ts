import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { boxMean } from './box-mean.ts'

const [WIDTH, HEIGHT] = [9, 6]

/** Pixel by pixel, as it is defined. */
function average(values: Float32Array, x: number, y: number, radius: number): number {
  let [sum, count] = [0, 0]
  for (let row = Math.max(0, y - radius); row <= Math.min(HEIGHT - 1, y + radius); row++) {
    for (let column = Math.max(0, x - radius); column <= Math.min(WIDTH - 1, x + radius); column++) {
      sum += values[row * WIDTH + column] as number
      count++
    }
  }
  return sum / count
}

describe('boxMean', () => {
  it('averages what lies inside', () => {
    assert.deepEqual([...boxMean(Float32Array.of(0, 3, 6), 3, 1, 1)], [1.5, 3, 4.5])
  })

  for (const radius of [1, 2, 5, 20]) {
    it(`is the average of the square around each pixel, radius ${radius}`, () => {
      const values = Float32Array.from({ length: WIDTH * HEIGHT }, (_, at) => (at * 7919) % 101)
      boxMean(values, WIDTH, HEIGHT, radius).forEach((mean, at) => {
        const expected = average(values, at % WIDTH, Math.floor(at / WIDTH), radius)
        assert.ok(Math.abs(mean - expected) < 1e-4, `${mean} at ${at}, not ${expected}`)
      })
    })
  }
})
