/**
 * Averages the square around each pixel; at the border, the part of it that lies inside. Takes the same time for any radius.
 *
 * @param values rows of width x height
 * @param radius pixels; the square's side is 2 radius + 1
 * @example boxMean(Float32Array.of(0, 3, 6), 3, 1, 1) // [1.5, 3, 4.5]
 */
export function boxMean(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  return meanOfColumns(meanOfRows(values, width, height, radius), width, height, radius)
}

/** Averages the products of two planes as `boxMean` does. */
export function boxMeanOfProduct(
  values: Float32Array,
  factors: Float32Array,
  width: number,
  height: number,
  radius: number,
): Float32Array {
  const products = new Float32Array(values.length)
  for (let at = 0; at < products.length; at++) products[at] = (values[at] as number) * (factors[at] as number)
  return boxMean(products, width, height, radius)
}

function meanOfRows(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const means = new Float32Array(values.length)
  for (let row = 0; row < height; row++) {
    const start = row * width
    let [sum, count] = [0, 0]
    for (let column = -radius; column < width; column++) {
      const [entering, leaving] = [column + radius, column - radius - 1]
      if (entering < width) {
        sum += values[start + entering] as number
        count++
      }
      if (leaving >= 0) {
        sum -= values[start + leaving] as number
        count--
      }
      if (column >= 0) means[start + column] = sum / count
    }
  }
  return means
}

/** All columns at once, row by row: memory is read in its order. */
function meanOfColumns(values: Float32Array, width: number, height: number, radius: number): Float32Array {
  const means = new Float32Array(values.length)
  const sums = new Float64Array(width)
  const add = (row: number, sign: 1 | -1) => {
    const start = row * width
    for (let column = 0; column < width; column++) {
      sums[column] = (sums[column] as number) + sign * (values[start + column] as number)
    }
  }
  let count = 0
  for (let row = -radius; row < height; row++) {
    const [entering, leaving] = [row + radius, row - radius - 1]
    if (entering < height) {
      add(entering, 1)
      count++
    }
    if (leaving >= 0) {
      add(leaving, -1)
      count--
    }
    for (let column = 0; row >= 0 && column < width; column++) {
      means[row * width + column] = (sums[column] as number) / count
    }
  }
  return means
}
