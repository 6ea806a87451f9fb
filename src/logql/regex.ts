import { RE2JS } from 're2js'
import { nativeRegex } from './regex-native.ts'
import { parseRegex } from './regex-tree.ts'

export type Predicate = (text: string) => boolean

const CACHE_SIZE = 256
const cache = new Map<string, Predicate>()

/** Compiles an RE2 pattern into a test for a match anywhere in a text; compiled patterns are kept. */
export function compileRegex(pattern: string): Predicate {
  const known = cache.get(pattern)
  if (known) return known
  const predicate = compile(pattern)
  if (cache.size >= CACHE_SIZE) cache.clear()
  cache.set(pattern, predicate)
  return predicate
}

function compile(pattern: string): Predicate {
  const re2 = RE2JS.compile(pattern)
  const native = nativeRegex(parseRegex(pattern))
  if (!native) return (text) => re2.test(text)
  const { regex, maxLength } = native
  return (text) => (text.length <= maxLength ? regex.test(text) : re2.test(text))
}
