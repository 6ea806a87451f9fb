import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Affine, applyAffine, fitSimilarity, invertAffine, type Point } from './similarity.ts'

const TEMPLATE: readonly Point[] = [
  [47.549, 46.599],
  [100.476, 46.599],
  [74.013, 76.562],
  [50.415, 103.023],
  [97.61, 103.023],
]

function assertNear(actual: readonly number[] | undefined, expected: readonly number[], tolerance = 1e-9): void {
  assert.equal(actual?.length, expected.length)
  expected.forEach((value, index) => {
    const difference = Math.abs((actual?.[index] as number) - value)
    assert.ok(difference <= tolerance, `${actual} is not ${expected}`)
  })
}

function turn(degrees: number, scale: number, [x, y]: Point): Affine {
  const [a, b] = [scale * Math.cos((degrees * Math.PI) / 180), scale * Math.sin((degrees * Math.PI) / 180)]
  return [a, -b, x, b, a, y]
}

describe('fitSimilarity', () => {
  it('finds a quarter turn with twice the size from two points', () => {
    assertNear(
      fitSimilarity(
        [
          [0, 0],
          [1, 0],
        ],
        [
          [5, 5],
          [5, 7],
        ],
      ),
      [0, -2, 5, 2, 0, 5],
    )
  })

  for (const degrees of [0, 30, 90, 179, -120]) {
    it(`finds back a turn of ${degrees} degrees of the five points of a face`, () => {
      const moved = turn(degrees, 0.37, [812.5, -40])
      const points = TEMPLATE.map((point) => applyAffine(moved, point))
      assertNear(fitSimilarity(TEMPLATE, points), moved, 1e-8)
    })
  }

  it('is the best in the sense of least squares: any small change is worse', () => {
    const noisy: readonly Point[] = TEMPLATE.map(([x, y], index) => [
      2 * x + ((index * 7) % 5),
      2 * y - ((index * 3) % 4),
    ])
    const fit = fitSimilarity(TEMPLATE, noisy) as Affine
    const measure = ([a, b, c, , , f]: readonly number[]) =>
      TEMPLATE.reduce((sum, point, index) => {
        const [x, y] = applyAffine([a, b, c, -(b as number), a, f] as unknown as Affine, point)
        const [u, v] = noisy[index] as Point
        return sum + (x - u) ** 2 + (y - v) ** 2
      }, 0)
    for (const [place, step] of [0, 1, 2, 5].flatMap((place) => [
      [place, 1e-4],
      [place, -1e-4],
    ])) {
      const changed = fit.with(place as number, (fit[place as number] as number) + (step as number))
      assert.ok(measure(changed) > measure(fit), `entry ${place}`)
    }
  })

  it('does not mirror: of a mirrored face it keeps the handedness', () => {
    const mirrored: readonly Point[] = TEMPLATE.map(([x, y]) => [-x, y])
    const [a, b, , d, e] = fitSimilarity(TEMPLATE, mirrored) as Affine
    assert.ok(a * e - b * d > 0)
  })

  const NOTHING: readonly (readonly [string, readonly Point[]])[] = [
    ['points that are all the same', TEMPLATE.map(() => [3, 3])],
    ['a point that is no number', TEMPLATE.map(([x]) => [x, Number.NaN])],
    ['no points', []],
  ]
  for (const [name, points] of NOTHING) {
    it(`finds nothing from ${name}`, () =>
      assert.equal(fitSimilarity(points, TEMPLATE.slice(0, points.length)), undefined))
  }
})

describe('invertAffine', () => {
  it('leads back', () => {
    const matrix: Affine = [2, 0.5, 7, -0.25, 1.5, -3]
    const back = invertAffine(matrix) as Affine
    assertNear(applyAffine(back, applyAffine(matrix, [12, 34])), [12, 34])
  })

  it('finds no way back from a line', () => assert.equal(invertAffine([1, 2, 0, 2, 4, 0]), undefined))
})
