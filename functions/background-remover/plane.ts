/** Rows of one value a pixel. */
export interface Plane {
  readonly values: Float32Array
  readonly width: number
  readonly height: number
}

/** A part of a plane, pixels; its sides may lie between pixels. */
export interface Region {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

interface Taps {
  /** The first pixel of each sample; those outside are the nearest inside. */
  readonly first: Int32Array
  /** `count` for each sample, together 1. */
  readonly weights: Float32Array
  readonly count: number
}

/** @returns the plane that `values` are, one after the other */
export function splitPlanes(values: Float32Array, width: number, height: number): Plane[] {
  const area = width * height
  return Array.from({ length: values.length / area }, (_, index) => ({
    values: values.subarray(index * area, (index + 1) * area),
    width,
    height,
  }))
}

/**
 * Draws a part of a plane at another size, which may stretch it: bilinear where it grows, the average of all that a pixel
 * covers, weighted by a triangle, where it shrinks.
 *
 * @example resample({ values: Float32Array.of(0, 4), width: 2, height: 1 }, 1, 1).values // [2]
 */
export function resample(plane: Plane, width: number, height: number, region: Region = whole(plane)): Plane {
  const columns = findTaps(region.left, region.width, plane.width, width)
  const rows = findTaps(region.top, region.height, plane.height, height)
  const narrow = resampleColumns(plane, columns)
  return { values: resampleRows(narrow, rows), width, height }
}

function whole({ width, height }: Plane): Region {
  return { left: 0, top: 0, width, height }
}

/** @param limit pixels that there are */
function findTaps(start: number, length: number, limit: number, samples: number): Taps {
  const scale = length / samples
  const support = Math.max(1, scale)
  const count = Math.floor(2 * support) + 1
  const first = new Int32Array(samples)
  const weights = new Float32Array(samples * count)
  for (let sample = 0; sample < samples; sample++) {
    const centre = Math.min(limit - 0.5, Math.max(0.5, start + (sample + 0.5) * scale)) - 0.5
    const from = Math.ceil(centre - support)
    const mine = weights.subarray(sample * count, (sample + 1) * count)
    for (let tap = 0; tap < count; tap++) mine[tap] = Math.max(0, 1 - Math.abs(from + tap - centre) / support)
    const sum = mine.reduce((total, weight) => total + weight, 0)
    for (let tap = 0; tap < count; tap++) mine[tap] = (mine[tap] as number) / sum
    first[sample] = from
  }
  return { first, weights, count }
}

function resampleColumns({ values, width, height }: Plane, { first, weights, count }: Taps): Plane {
  const samples = first.length
  const result = new Float32Array(samples * height)
  for (let row = 0; row < height; row++) {
    const start = row * width
    for (let sample = 0; sample < samples; sample++) {
      const from = first[sample] as number
      let sum = 0
      for (let tap = 0; tap < count; tap++) {
        const column = Math.min(width - 1, Math.max(0, from + tap))
        sum += (weights[sample * count + tap] as number) * (values[start + column] as number)
      }
      result[row * samples + sample] = sum
    }
  }
  return { values: result, width: samples, height }
}

function resampleRows({ values, width, height }: Plane, { first, weights, count }: Taps): Float32Array {
  const samples = first.length
  const result = new Float32Array(width * samples)
  for (let sample = 0; sample < samples; sample++) {
    const target = result.subarray(sample * width, (sample + 1) * width)
    for (let tap = 0; tap < count; tap++) {
      const weight = weights[sample * count + tap] as number
      if (weight === 0) continue
      const start = Math.min(height - 1, Math.max(0, (first[sample] as number) + tap)) * width
      for (let column = 0; column < width; column++) {
        target[column] = (target[column] as number) + weight * (values[start + column] as number)
      }
    }
  }
  return result
}
