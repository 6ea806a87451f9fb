import { RE2Set } from 're2js'

/** Node kinds of RE2's syntax tree, in the order in which re2js numbers them. */
const KINDS = [
  'no-match',
  'empty',
  'literal',
  'class',
  'any-but-newline',
  'any',
  'line-start',
  'line-end',
  'text-start',
  'text-end',
  'word-boundary',
  'no-word-boundary',
  'capture',
  'star',
  'plus',
  'quest',
  'repeat',
  'concat',
  'alternate',
] as const

type RegexKind = (typeof KINDS)[number] | 'other'

export interface RegexNode {
  readonly kind: RegexKind
  /** A literal's code points, or a class' ranges as pairs of ends. */
  readonly runes: readonly number[]
  readonly ignoreCase: boolean
  readonly children: readonly RegexNode[]
}

interface RawNode {
  op: number
  flags: number
  runes?: ArrayLike<number> | null
  subs?: readonly RawNode[] | null
}

const FOLD_CASE = 1

/** Parses a pattern into RE2's simplified tree, in which `x{2}` is `xx` and common prefixes are factored out. */
export function parseRegex(pattern: string): RegexNode {
  const set = new RE2Set()
  set.add(pattern)
  return convert(set.regexps[0])
}

function convert({ op, flags, runes, subs }: RawNode): RegexNode {
  return {
    kind: KINDS[op] ?? 'other',
    runes: Array.from(runes ?? []),
    ignoreCase: (flags & FOLD_CASE) !== 0,
    children: (subs ?? []).map(convert),
  }
}
