/** Requests of one minute: all of them, and those that break the promise. */
export interface Bucket {
  readonly n: number
  readonly k: number
}

/** Fewer minutes than this say too little about bursts. */
const MIN_BUCKETS = 20

/**
 * Overdispersion of failures over minutes: Pearson's chi-square by its degrees of freedom. 1 when failures are
 * independent, more when they come in bursts; counts divided by it carry the information that is really there.
 *
 * McCullagh and Nelder, "Generalized Linear Models", 2nd ed., section 4.5.
 * @param buckets minutes with at least one request
 * @returns at least 1; null when there are fewer than MIN_BUCKETS such minutes
 */
export function dispersion(buckets: readonly Bucket[]): number | null {
  const filled = buckets.filter((bucket) => bucket.n > 0)
  if (filled.length < MIN_BUCKETS) return null
  return Math.max(1, pearson(filled))
}

/** Pearson's statistic by its degrees of freedom; 1 when all or none of the requests fail. */
export function pearson(buckets: readonly Bucket[]): number {
  const n = buckets.reduce((sum, bucket) => sum + bucket.n, 0)
  const ratio = buckets.reduce((sum, bucket) => sum + bucket.k, 0) / n
  if (ratio === 0 || ratio === 1) return 1
  const chiSquare = buckets.reduce((sum, bucket) => sum + squaredResidual(bucket, ratio), 0)
  return chiSquare / (buckets.length - 1)
}

function squaredResidual({ n, k }: Bucket, ratio: number): number {
  return (k - n * ratio) ** 2 / (n * ratio * (1 - ratio))
}
