const SIGNIFICANT = 3
/** Past them a number of 64 bits says nothing. */
const MOST_DIGITS = 15

/** 41200 -> "41 200" */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ')
}

/** A ratio as percent with three significant digits: 0.00423 -> "0.423 %". */
export function formatShare(ratio: number): string {
  return `${formatSignificant(ratio * 100, SIGNIFICANT)} %`
}

/** So many significant digits, no zeros behind the point, never an exponent: 1234.5 with 3 -> "1 235", 0.0000001 -> itself. */
export function formatSignificant(value: number, digits: number): string {
  if (value === 0) return '0'
  const decimals = Math.max(0, Math.min(MOST_DIGITS, digits - 1 - Math.floor(Math.log10(Math.abs(value)))))
  const [whole = '', fraction = ''] = value.toFixed(decimals).split('.')
  const kept = fraction.replace(/0+$/, '')
  return kept === '' ? formatCount(Number(whole)) : `${formatCount(Number(whole))}.${kept}`
}

/** A limit as it was promised, in percent: 0.0012345 -> "0.12345 %". */
export function formatShareLimit(ratio: number): string {
  return `${exact(ratio * 100)} %`
}

/** A limit as it was promised: 150.25 -> "150.25 ms". */
export function formatMsLimit(ms: number): string {
  return `${exact(ms)} ms`
}

/** The values that a promise allows: "from 0.02 to 0.98", "of 1 or more", "of 0.5 or less". */
export function formatRange({ from, to }: { readonly from?: number; readonly to?: number }): string {
  if (from === undefined) return `of ${exact(to ?? Number.NaN)} or less`
  return to === undefined ? `of ${exact(from)} or more` : `from ${exact(from)} to ${exact(to)}`
}

/** A p-value: "0.0103", or "< 0.0001". */
export function formatP(p: number): string {
  return p < 0.0001 ? '< 0.0001' : `= ${formatSignificant(p, SIGNIFICANT)}`
}

/** Minutes in words: "about 4 min", "about 3 h", "less than a minute". */
export function formatMinutes(minutes: number): string {
  if (minutes < 1) return 'less than a minute'
  if (minutes < 100) return `about ${Math.ceil(minutes)} min`
  return minutes < 48 * 60 ? `about ${Math.ceil(minutes / 60)} h` : `about ${Math.ceil(minutes / 1440)} days`
}

/** All digits, without the noise of binary fractions: "0.5 %" is never said where 0.4999 % was promised. */
function exact(value: number): string {
  const [whole = '', ...fraction] = String(Number(value.toPrecision(12))).split('.')
  return [/^\d+$/.test(whole) ? formatCount(Number(whole)) : whole, ...fraction].join('.')
}
