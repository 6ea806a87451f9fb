import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { estimateForeground, LAYER_CHANNELS, unmix } from './foreground-estimation.ts'

const [WIDTH, HEIGHT] = [64, 8]
const [FRONT, BACK] = [
  [0.1, 0.8, 0.3],
  [0.9, 0.2, 0.6],
] as const

describe('estimateForeground', () => {
  /** Foreground to the left, background to the right, 16 pixels of both between them. */
  const alpha = Float32Array.from({ length: WIDTH * HEIGHT }, (_, at) =>
    Math.min(1, Math.max(0, (40.5 - (at % WIDTH)) / 16)),
  )
  const mixed = FRONT.map((front, channel) =>
    alpha.map((share) => share * front + (1 - share) * (BACK[channel] as number)),
  )
  const found = estimateForeground(mixed, alpha, { width: WIDTH, height: HEIGHT, radii: [16, 3] })

  it('tells the two colours of a pixel that shows both', () => {
    const at = 4 * WIDTH + 32
    assert.ok((alpha[at] as number) > 0.4 && (alpha[at] as number) < 0.6)
    ;[...FRONT, ...BACK].forEach((expected, index) => {
      const colour = found[at * LAYER_CHANNELS + index] as number
      assert.ok(Math.abs(colour - expected) < 0.15, `channel ${index} is ${colour}, not ${expected}`)
    })
  })

  it('so that what is unmixed is nearer to the foreground by far', () => {
    for (let column = 26; column < 38; column++) {
      const at = 4 * WIDTH + column
      FRONT.forEach((front, channel) => {
        const colour = mixed[channel]?.[at] as number
        const [near, far] = [0, 3].map((offset) => found[at * LAYER_CHANNELS + channel + offset] as number)
        const result = unmix(colour, alpha[at] as number, near as number, far as number)
        assert.ok(Math.abs(result - front) < Math.abs(colour - front) / 3, `${result} in column ${column}`)
      })
    }
  })
})

describe('unmix', () => {
  it('keeps the colour of what is foreground alone', () => {
    assert.ok(Math.abs(unmix(0.3, 1, 0.9, 0.5) - 0.3) < 1e-9)
  })

  it('is the colour around where the mix is as expected', () => {
    assert.equal(unmix(0.5 * 0.8 + 0.5 * 0.2, 0.5, 0.8, 0.2), 0.8)
  })
})
