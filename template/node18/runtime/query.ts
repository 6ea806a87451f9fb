import { InputError } from './errors.ts'

/**
 * Reads a whole number from a query string.
 *
 * @returns the fallback when the query does not name it
 * @throws InputError when it is named twice, is no whole number, or is out of range
 * @example readWholeNumber(new URLSearchParams('top=3'), 'top', { min: 1, max: 9, fallback: 5 }) // 3
 */
export function readWholeNumber(
  query: URLSearchParams,
  name: string,
  range: { min: number; max: number; fallback: number },
): number {
  const texts = query.getAll(name)
  if (texts.length === 0) return range.fallback
  const text = texts.join(' and ')
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= range.min && value <= range.max) return value
  const expected = `a whole number from ${range.min} to ${range.max}`
  throw new InputError('parameter-invalid', { expected, name, received: JSON.stringify(text.slice(0, 40)) })
}
