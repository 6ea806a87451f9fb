import { InputError } from './errors.ts'

const MAX_LENGTH_SHOWN = 40

/**
 * Reads the text of a parameter. One that is named several times is no value that any reader knows.
 *
 * @returns undefined when the query does not name it
 * @example readText(new URLSearchParams('top=3&top=4'), 'top') // '3 and 4'
 */
export function readText(query: URLSearchParams, name: string): string | undefined {
  const texts = query.getAll(name)
  return texts.length === 0 ? undefined : texts.join(' and ')
}

/** @returns the error for the text of a parameter that is not what was expected */
export function refuseText(name: string, expected: string, text: string): InputError {
  const received = JSON.stringify(text.slice(0, MAX_LENGTH_SHOWN))
  return new InputError('parameter-invalid', { expected, name, received })
}

/**
 * Reads one word of several from a query string.
 *
 * @returns undefined when the query does not name it
 * @throws InputError when it is named twice or is another word
 * @example readWord(new URLSearchParams('faces=all'), 'faces', ['all']) // 'all'
 */
export function readWord<W extends string>(query: URLSearchParams, name: string, words: readonly W[]): W | undefined {
  const text = readText(query, name)
  if (text === undefined) return undefined
  const word = words.find((word) => word === text)
  if (word !== undefined) return word
  throw refuseText(name, words.join(' or '), text)
}

/**
 * Reads whether something is asked for.
 *
 * @throws InputError when it is anything but 0 or 1
 * @example readSwitch(new URLSearchParams('strict=1'), 'strict') // true
 */
export function readSwitch(query: URLSearchParams, name: string): boolean {
  return readWord(query, name, ['0', '1']) === '1'
}

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
  const text = readText(query, name)
  if (text === undefined) return range.fallback
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= range.min && value <= range.max) return value
  throw refuseText(name, `a whole number from ${range.min} to ${range.max}`, text)
}
