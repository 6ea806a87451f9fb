import { type Field, makeField, sampleField } from './field.ts'

const SWEEPS = 16
/** Above 1, each step goes beyond its own aim: smooth errors vanish in fewer sweeps. */
const OVER_RELAXATION = 1.7
/** Fields up to this side are the coarsest. */
const COARSEST = 4

/**
 * Spreads what is known in some cells over the others, as smoothly as it can be: the field f that makes the sum of
 * |grad f|^2 + weight (f - known)^2 least, by the screened Poisson equation. For the difference of two pictures this is seamless
 * blending.
 * Source: P. Perez et al., Poisson image editing, SIGGRAPH 2003; solved coarse to fine by successive over-relaxation.
 *
 * @param known of each cell; without meaning where its weight is 0
 * @param weights 0 and above
 */
export function solveScreenedPoisson(known: Field, weights: Field): Field {
  const { width, height } = known
  const start =
    Math.min(width, height) <= COARSEST
      ? makeField(width, height, startFromMean(known, weights))
      : refine(known, weights)
  for (let sweep = 0; sweep < SWEEPS; sweep++) relax(start, known, weights)
  return start
}

function startFromMean({ values }: Field, weights: Field): () => number {
  const total = weights.values.reduce((sum, weight) => sum + weight, 0)
  const mean =
    total === 0 ? 0 : weights.values.reduce((sum, weight, at) => sum + weight * (values[at] as number), 0) / total
  return () => mean
}

function refine(known: Field, weights: Field): Field {
  const [half, halfWeights] = halve(known, weights)
  const coarse = solveScreenedPoisson(half, halfWeights)
  return makeField(known.width, known.height, (at) => {
    const [x, y] = [at % known.width, Math.floor(at / known.width)]
    return sampleField(coarse, (x + 0.5) / 2, (y + 0.5) / 2)
  })
}

function halve({ values, width, height }: Field, weights: Field): [Field, Field] {
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)]
  const half = makeField(halfWidth, halfHeight)
  const halfWeights = makeField(halfWidth, halfHeight)
  values.forEach((value, at) => {
    const to = (Math.floor(at / width) >> 1) * halfWidth + ((at % width) >> 1)
    const weight = weights.values[at] as number
    half.values[to] = (half.values[to] as number) + weight * value
    halfWeights.values[to] = (halfWeights.values[to] as number) + weight
  })
  half.values.forEach((sum, at) => {
    const weight = halfWeights.values[at] as number
    half.values[at] = weight === 0 ? 0 : sum / weight
  })
  return [half, halfWeights]
}

function relax({ values, width, height }: Field, known: Field, weights: Field): void {
  const read = (at: number) => values[at] as number
  for (let y = 0; y < height; y++) {
    const rows = Number(y > 0) + Number(y < height - 1)
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const weight = weights.values[at] as number
      let sum = weight * (known.values[at] as number)
      if (x > 0) sum += read(at - 1)
      if (x < width - 1) sum += read(at + 1)
      if (y > 0) sum += read(at - width)
      if (y < height - 1) sum += read(at + width)
      const neighbours = rows + (x > 0 ? 1 : 0) + (x < width - 1 ? 1 : 0)
      values[at] = read(at) + OVER_RELAXATION * (sum / (weight + neighbours) - read(at))
    }
  }
}
