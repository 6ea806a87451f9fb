const PLAIN = /^-?\d{1,15}(?:\.\d{1,9})?$/
const DECIMAL = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/
const HEX = /^([+-]?)0[xX]_?([\da-fA-F]*(?:_[\da-fA-F]+)*)(?:\.([\da-fA-F]*))?[pP]([+-]?\d+)$/
const WORD = /^(?:nan|([+-]?)inf(?:inity)?)$/i

/**
 * Reads a number as Go's strconv.ParseFloat does.
 *
 * @returns undefined for what is no number, and for one too large for a double
 * @see https://pkg.go.dev/strconv#ParseFloat
 * @example parseGoFloat('1e3') // 1000
 */
export function parseGoFloat(text: string): number | undefined {
  if (PLAIN.test(text)) return Number(text)
  if (DECIMAL.test(text)) return finite(Number(text.replaceAll('_', '')))
  const word = WORD.exec(text)
  if (word) return /n$/i.test(text) && !/inf/i.test(text) ? Number.NaN : word[1] === '-' ? -Infinity : Infinity
  const hex = HEX.exec(text)
  return hex ? finite(hexValue(hex)) : undefined
}

/** The reason that Go gives when `parseGoFloat` has no value. */
export function goFloatFault(text: string): string {
  const reason = DECIMAL.test(text) || HEX.test(text) ? 'value out of range' : 'invalid syntax'
  return `strconv.ParseFloat: parsing ${JSON.stringify(text)}: ${reason}`
}

/** Writes a number as Go's FormatFloat(v, 'f', -1, 64): shortest that reads back, never an exponent. */
export function formatGoFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (Object.is(value, -0)) return '-0'
  const text = String(value)
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!parts) return text
  const [, sign, first, rest = '', exponent] = parts
  const digits = `${first}${rest}`
  const point = Number(exponent) + 1
  return point <= 0 ? `${sign}0.${'0'.repeat(-point)}${digits}` : `${sign}${digits.padEnd(point, '0')}`
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined
}

function hexValue([, sign, whole = '', fraction = '', exponent]: RegExpExecArray): number {
  const digits = `${whole}${fraction}`.replaceAll('_', '')
  if (digits === '') return Number.NaN
  const value = Number(BigInt(`0x${digits}`)) * 2 ** (Number(exponent) - 4 * fraction.length)
  return sign === '-' ? -value : value
}
