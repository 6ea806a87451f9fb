import type { RegexNode } from './regex-tree.ts'

const MAX_CHOICES = 10
const MAX_LOOPS = 3
const MAX_RANGES = 64
/** With loops a backtracking engine takes up to length^loops steps. */
const MAX_LOOP_LENGTH = 128

interface NativeRegex {
  readonly regex: RegExp
  /** Longer texts are left to RE2, which never backtracks. */
  readonly maxLength: number
}

/** Translates a tree for V8's faster engine, where the meaning is the same and the cost stays bounded. */
export function nativeRegex(root: RegexNode): NativeRegex | undefined {
  const cost = { loops: 0, choices: 0 }
  const source = translate(root, cost, false)
  if (source === undefined || cost.loops > MAX_LOOPS || cost.choices > MAX_CHOICES) return undefined
  const anchored = root.kind === 'concat' && root.children[0]?.kind === 'text-start'
  if (cost.loops > 0 && !anchored) return undefined
  return { regex: new RegExp(source, 'u'), maxLength: cost.loops > 0 ? MAX_LOOP_LENGTH : Infinity }
}

const FIXED: Partial<Record<RegexNode['kind'], string>> = {
  empty: '(?:)',
  'any-but-newline': '[^\\n]',
  any: '[^]',
  'text-start': '^',
  'text-end': '$',
  'word-boundary': '\\b',
  'no-word-boundary': '\\B',
}

interface Cost {
  loops: number
  choices: number
}

function translate(node: RegexNode, cost: Cost, looped: boolean): string | undefined {
  const { kind, runes, children } = node
  if (kind === 'literal') return literal(node)
  if (kind === 'class') return runes.length > 2 * MAX_RANGES ? undefined : `[${ranges(runes)}]`
  if (kind === 'star' || kind === 'plus') {
    if (looped) return undefined
    cost.loops++
    return suffix(translate(children[0] as RegexNode, cost, true), kind === 'star' ? '*' : '+')
  }
  if (kind === 'quest') {
    cost.choices++
    return suffix(translate(children[0] as RegexNode, cost, looped), '?')
  }
  if (kind === 'alternate') cost.choices++
  if (kind !== 'alternate' && kind !== 'concat' && kind !== 'capture') return FIXED[kind]
  const parts = children.map((child) => translate(child, cost, looped))
  return parts.includes(undefined) ? undefined : `(?:${parts.join(kind === 'alternate' ? '|' : '')})`
}

/** RE2 folds by Unicode: the Kelvin sign is a k, the long s an s. */
const FOLDED: Readonly<Record<string, string>> = { k: '\\u{212a}', s: '\\u{17f}' }

function literal({ runes, ignoreCase }: RegexNode): string | undefined {
  if (!ignoreCase) return runes.map(escapeRune).join('')
  if (runes.some((rune) => rune > 127)) return undefined
  return runes.map(bothCases).join('')
}

function bothCases(rune: number): string {
  const lower = String.fromCodePoint(rune).toLowerCase()
  return `[${escapeRune(rune)}${escapeRune(lower.charCodeAt(0))}${escapeRune(lower.toUpperCase().charCodeAt(0))}${FOLDED[lower] ?? ''}]`
}

function suffix(inner: string | undefined, operator: string): string | undefined {
  return inner === undefined ? undefined : `(?:${inner})${operator}`
}

function escapeRune(rune: number): string {
  return `\\u{${rune.toString(16)}}`
}

function ranges(runes: readonly number[]): string {
  let text = ''
  for (let index = 0; index < runes.length; index += 2) {
    text += `${escapeRune(runes[index] as number)}-${escapeRune(runes[index + 1] as number)}`
  }
  return text
}
