import type { Predicate } from './regex.ts'

export const ALWAYS: Predicate = () => true
export const NOT_EMPTY: Predicate = (text) => text !== ''

/** Whether a text holds another; the empty text is in every one. */
export function contains(part: string, ignoreCase = false): Predicate {
  if (part === '') return ALWAYS
  if (!ignoreCase) return (text) => text.includes(part)
  const lower = lowerCase(part)
  return (text) => lowerCase(text).includes(lower)
}

/** Whether a text equals another. With `ignoreCase` the lengths in bytes must be equal, too, as Loki compares. */
export function equals(other: string, ignoreCase = false): Predicate {
  if (!ignoreCase) return (text) => text === other
  const lower = lowerCase(other)
  const bytes = Buffer.byteLength(lower)
  return (text) => Buffer.byteLength(text) === bytes && lowerCase(text).includes(lower)
}

/** One or the other; what is always true is left out of a choice, as in Loki. */
export function either(left: Predicate, right: Predicate): Predicate {
  if (left === ALWAYS) return right
  if (right === ALWAYS) return left
  return (text) => left(text) || right(text)
}

/** Lower case by single characters: only U+0130 becomes two in JavaScript. */
function lowerCase(text: string): string {
  return text.replaceAll('\u0130', 'i').toLowerCase()
}
