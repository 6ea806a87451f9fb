/** One number for each cell of a frame, row by row. */
export interface Field {
  readonly values: Float32Array
  readonly width: number
  readonly height: number
}

/** Three runs of a box come near a Gaussian. */
const RUNS = 3

export function makeField(width: number, height: number, value: (at: number) => number = () => 0): Field {
  const values = new Float32Array(width * height)
  for (let at = 0; at < values.length; at++) values[at] = value(at)
  return { values, width, height }
}

/**
 * Smooths a field. Beyond its border it goes on as at the border.
 *
 * @param radius cells
 */
export function blurField(field: Field, radius: number): Field {
  let smooth = field
  for (let run = 0; run < RUNS; run++) smooth = transpose(blurRows(transpose(blurRows(smooth, radius)), radius))
  return smooth
}

/**
 * Reads a field between its cells: bilinear.
 *
 * @param x, y cells; the centre of the first one is (0.5, 0.5)
 */
export function sampleField({ values, width, height }: Field, x: number, y: number): number {
  const [u, v] = [Math.min(width - 1, Math.max(0, x - 0.5)), Math.min(height - 1, Math.max(0, y - 0.5))]
  const [left, top] = [Math.min(width - 2, Math.floor(u)), Math.min(height - 2, Math.floor(v))]
  const at = top * width + left
  const read = (offset: number) => values[at + offset] as number
  const upper = read(0) + (u - left) * (read(1) - read(0))
  const lower = read(width) + (u - left) * (read(width + 1) - read(width))
  return upper + (v - top) * (lower - upper)
}

/** @returns 0 up to the low end, 1 from the high one on, and smooth between */
export function smoothStep(value: number, low: number, high: number): number {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)))
  return share * share * (3 - 2 * share)
}

function blurRows({ values, width, height }: Field, radius: number): Field {
  const blurred = new Float32Array(values.length)
  for (let row = 0; row < height; row++) {
    const read = (x: number) => values[row * width + Math.min(width - 1, Math.max(0, x))] as number
    let sum = 0
    for (let x = -radius; x <= radius; x++) sum += read(x)
    for (let x = 0; x < width; x++) {
      blurred[row * width + x] = sum / (2 * radius + 1)
      sum += read(x + radius + 1) - read(x - radius)
    }
  }
  return { values: blurred, width, height }
}

function transpose({ values, width, height }: Field): Field {
  const turned = new Float32Array(values.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned[x * height + y] = values[y * width + x] as number
  }
  return { values: turned, width: height, height: width }
}
