import { unsupported } from './parse-error.ts'

/** Takes the samples of one window, ascending by time; `result` is asked for only after at least one. */
export interface Accumulator {
  add(value: number): void
  result(): number
}

/** How to make the accumulator of a range aggregation. @throws QueryError for one that is not supported */
export function rangeFunction(operation: string, rangeSeconds: number, parameter = 0): () => Accumulator {
  switch (operation) {
    case 'count_over_time':
    case 'bytes_over_time':
    case 'sum_over_time':
      return () => sumOver(1)
    case 'rate':
    case 'bytes_rate':
      return () => sumOver(rangeSeconds)
    case 'min_over_time':
      return () => extreme((value, best) => value < best)
    case 'max_over_time':
      return () => extreme((value, best) => value > best)
    case 'avg_over_time':
      return mean
    case 'quantile_over_time':
      return () => quantileOver(parameter)
    default:
      throw unsupported(operation)
  }
}

function sumOver(divisor: number): Accumulator {
  let sum = 0
  return {
    add: (value) => {
      sum += value
    },
    result: () => sum / divisor,
  }
}

/** Keeps the value that is better than all others; NaN gives way to any number. */
function extreme(isBetter: (value: number, best: number) => boolean): Accumulator {
  let best = Number.NaN
  return {
    add: (value) => {
      if (Number.isNaN(best) || isBetter(value, best)) best = value
    },
    result: () => best,
  }
}

/** Running mean; once it is infinite, finite numbers leave it so. */
function mean(): Accumulator {
  let average = 0
  let count = 0
  return {
    add: (value) => {
      count++
      const infinite = Math.abs(average) === Infinity
      if (infinite && (value === average || Number.isFinite(value))) return
      average += value / count - average / count
    },
    result: () => average,
  }
}

function quantileOver(quantile: number): Accumulator {
  const values: number[] = []
  return {
    add: (value) => {
      values.push(value)
    },
    result: () => interpolate(quantile, values),
  }
}

/**
 * Quantile by linear interpolation between the two nearest ranks (type 7), as Loki and Prometheus compute it; NaN is the
 * smallest value.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#aggregation_over_time
 * @param quantile outside [0, 1] it gives -Infinity or +Infinity
 * @example interpolate(0.5, [1, 2, 4, 8]) // 3
 */
function interpolate(quantile: number, values: readonly number[]): number {
  if (values.length === 0) return Number.NaN
  if (quantile < 0) return -Infinity
  if (quantile > 1) return Infinity
  const numbers = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort()
  const rank = quantile * (values.length - 1)
  const lower = Math.floor(rank)
  const upper = Math.min(values.length - 1, lower + 1)
  const missing = values.length - numbers.length
  const at = (index: number) => numbers[index - missing] ?? Number.NaN
  const weight = rank - lower
  return at(lower) * (1 - weight) + at(upper) * weight
}
