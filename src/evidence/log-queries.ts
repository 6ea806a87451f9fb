import type { Sample, Series } from '../logql/source.ts'

/** A log store that answers LogQL metric queries: a Loki, or lines in memory. Times are nanoseconds since the epoch. */
export interface LogQueries {
  /** @throws LogSourceError when there is no answer to rest a verdict on */
  instant(query: string, timeNs: bigint): Promise<readonly Sample[]>
  /** Evaluated at start, start + step, ... up to end; bounds are multiples of the step. */
  range(query: string, startNs: bigint, endNs: bigint, stepNs: bigint): Promise<readonly Series[]>
}
