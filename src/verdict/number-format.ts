const SIGNIFICANT = 3

/** 41200 -> "41 200" */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ')
}

/** A ratio as percent with three significant digits: 0.00423 -> "0.423 %". */
export function formatShare(ratio: number): string {
  return `${significant(ratio * 100)} %`
}

/** 143.2 -> "143 ms" */
export function formatMs(ms: number): string {
  return `${significant(ms)} ms`
}

/** A p-value: "0.0103", or "< 0.0001". */
export function formatP(p: number): string {
  return p < 0.0001 ? '< 0.0001' : `= ${significant(p)}`
}

/** Minutes in words: "about 4 min", "about 3 h", "less than a minute". */
export function formatMinutes(minutes: number): string {
  if (minutes < 1) return 'less than a minute'
  if (minutes < 100) return `about ${Math.ceil(minutes)} min`
  return minutes < 48 * 60 ? `about ${Math.ceil(minutes / 60)} h` : `about ${Math.ceil(minutes / 1440)} days`
}

function significant(value: number): string {
  if (Math.abs(value) >= 10 ** SIGNIFICANT) return formatCount(value)
  return String(Number(value.toPrecision(SIGNIFICANT)))
}
