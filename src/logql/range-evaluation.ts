import { QueryError } from '../errors.ts'
import type { Grouping, RangeAggregation } from './ast.ts'
import { formatLabels } from './labels.ts'
import { ERROR, PRESERVE_ERROR } from './line-labels.ts'
import { type Accumulator, rangeFunction } from './range-functions.ts'
import { compileExtractor, type StreamExtractor } from './sample-extractor.ts'
import type { LogSource, LogStream, Sample } from './source.ts'
import type { Steps } from './steps.ts'

type Labels = Readonly<Record<string, string>>

/** One vector for each step. */
export type StepVectors = readonly (readonly Sample[])[]

/**
 * Evaluates a range aggregation at each step over (step - range - offset, step - offset].
 *
 * @throws QueryError when a line of a window has an error that no filter removed, in Loki's words
 */
export function evaluateRangeAggregation(
  aggregation: RangeAggregation,
  outer: Grouping | undefined,
  steps: Steps,
  source: LogSource,
): StepVectors {
  const { range, operation, parameter } = aggregation
  const newAccumulator = rangeFunction(operation, Number(range.rangeNs) / 1e9, parameter)
  const newExtractor = compileExtractor(aggregation, outer)
  const fromNs = steps.startNs - range.offsetNs - range.rangeNs
  const streams = source.select(range.matchers, fromNs, steps.lastNs - range.offsetNs)
  if (steps.count === 1) return [evaluateOneWindow(streams, newExtractor, newAccumulator)]
  const series = collectSeries(streams, newExtractor, fromNs)
  return slideWindows(series, steps, Number(range.rangeNs), newAccumulator)
}

function evaluateOneWindow(
  streams: Iterable<LogStream>,
  newExtractor: (labels: Labels) => StreamExtractor,
  newAccumulator: () => Accumulator,
): Sample[] {
  const series = new Map<string, { labels: Labels; accumulator: Accumulator }>()
  for (const stream of streams) {
    const extractor = newExtractor(stream.labels)
    for (const entry of stream.entries) {
      if (!extractor.extract(entry)) continue
      const key = extractor.seriesKey
      let found = series.get(key)
      if (!found) {
        found = { labels: extractor.seriesLabels(), accumulator: newAccumulator() }
        rejectError(found.labels)
        series.set(key, found)
      }
      found.accumulator.add(extractor.value)
    }
  }
  return [...series.values()].map(({ labels, accumulator }) => ({ labels, value: accumulator.result() }))
}

/** Samples of one series; times are nanoseconds since the first window's beginning. */
interface CollectedSeries {
  readonly labels: Labels
  readonly times: number[]
  readonly values: number[]
}

function collectSeries(
  streams: Iterable<LogStream>,
  newExtractor: (labels: Labels) => StreamExtractor,
  fromNs: bigint,
): CollectedSeries[] {
  const series = new Map<string, CollectedSeries>()
  for (const stream of streams) {
    const extractor = newExtractor(stream.labels)
    for (const entry of stream.entries) {
      if (!extractor.extract(entry)) continue
      const key = extractor.seriesKey
      let found = series.get(key)
      if (!found) {
        found = { labels: extractor.seriesLabels(), times: [], values: [] }
        series.set(key, found)
      }
      found.times.push(Number(entry.timestampNs - fromNs))
      found.values.push(extractor.value)
    }
  }
  return [...series.values()].map(sortByTime)
}

/** Several streams may feed one series, so that its samples need not be in order. */
function sortByTime({ labels, times, values }: CollectedSeries): CollectedSeries {
  if (times.every((time, index) => index === 0 || (times[index - 1] as number) <= time)) {
    return { labels, times, values }
  }
  const order = times.map((_, index) => index).sort((left, right) => (times[left] as number) - (times[right] as number))
  return {
    labels,
    times: order.map((index) => times[index] as number),
    values: order.map((index) => values[index] as number),
  }
}

function slideWindows(
  series: readonly CollectedSeries[],
  steps: Steps,
  rangeLength: number,
  newAccumulator: () => Accumulator,
): Sample[][] {
  const vectors: Sample[][] = Array.from({ length: steps.count }, () => [])
  for (const { labels, times, values } of series) {
    let first = 0
    for (let step = 0; step < steps.count; step++) {
      const begin = step * Number(steps.stepNs)
      while (first < times.length && (times[first] as number) <= begin) first++
      if (first === times.length) break
      if ((times[first] as number) > begin + rangeLength) continue
      rejectError(labels)
      const accumulator = newAccumulator()
      for (let index = first; index < times.length && (times[index] as number) <= begin + rangeLength; index++) {
        accumulator.add(values[index] as number)
      }
      vectors[step]?.push({ labels, value: accumulator.result() })
    }
  }
  return vectors
}

function rejectError(labels: Labels): void {
  const error = Object.hasOwn(labels, ERROR) ? labels[ERROR] : undefined
  if (error === undefined || labels[PRESERVE_ERROR] === 'true') return
  throw new QueryError(
    `pipeline error: '${error}' for series: '${formatLabels(labels)}'.\n` +
      `Use a label filter to intentionally skip this error. (e.g | __error__!="${error}").\n` +
      'To skip all potential errors you can match empty errors.(e.g __error__="")\n' +
      'The label filter can also be specified after unwrap. (e.g | unwrap latency | __error__="" )\n',
  )
}
