import { unsupported } from './parse-error.ts'
import type { Predicate } from './regex.ts'
import type { RegexNode } from './regex-tree.ts'
import { ALWAYS, contains, either, equals, NOT_EMPTY } from './text-filter.ts'

/**
 * Replaces a regular expression by searches for fixed text where Loki 3.7 does, faults included:
 * in a label filter `a.*` becomes *contains a* there, so it is not anchored (upstream issues 14433 and 23892).
 *
 * @returns undefined where Loki keeps the regular expression
 */
export function simplifyRegex(node: RegexNode, isLabel: boolean): Predicate | undefined {
  const { kind, children } = node
  const first = children[0]
  if (kind === 'alternate') return simplifyAlternate(children.map(uncapture), isLabel)
  if (kind === 'concat') return simplifyConcat(children, undefined)
  if (kind === 'capture' && first) return simplifyRegex(first, isLabel)
  if (kind === 'literal') return (isLabel ? equals : contains)(literalText(node), node.ignoreCase)
  if (kind === 'star' && first?.kind === 'any-but-newline') return ALWAYS
  if (kind === 'plus' && first?.kind === 'any-but-newline') return NOT_EMPTY
  return kind === 'empty' ? ALWAYS : undefined
}

function simplifyAlternate(legs: readonly RegexNode[], isLabel: boolean): Predicate | undefined {
  const filters = legs.map((leg) => simplifyRegex(leg, isLabel))
  return filters.every((filter) => filter !== undefined) ? filters.reduce(either) : undefined
}

interface Literal {
  readonly text: string
  readonly ignoreCase: boolean
}

/** At most three parts: one literal, any number of `.*`, and alternatives that continue the literal. */
function simplifyConcat(children: readonly RegexNode[], base: Literal | undefined): Predicate | undefined {
  const parts = children.map(uncapture).filter((part) => part.kind !== 'empty')
  if (parts.length > 3) return undefined
  let literal = base && { text: base.text, ignoreCase: false }
  let literals = 0
  let filter: Predicate | undefined
  for (const part of parts) {
    if (part.kind === 'literal') {
      if (literals++ > 0) return undefined
      literal = { text: (literal?.text ?? '') + literalText(part), ignoreCase: part.ignoreCase }
    } else if (part.kind === 'alternate' && literal) {
      filter = simplifyContinuations(part.children, literal, filter)
      if (!filter) return undefined
    } else if (!isAnything(part)) return undefined
  }
  return filter ?? (literal && contains(literal.text, literal.ignoreCase))
}

function simplifyContinuations(
  legs: readonly RegexNode[],
  literal: Literal,
  before: Predicate | undefined,
): Predicate | undefined {
  // Loki's engine lets two such legs overwrite each other's text, depending on its allocator.
  if (legs.filter((leg) => leg.kind === 'concat').length > 1)
    throw unsupported('regular expression with several `text.*` after a common prefix')
  let filter = before
  for (const leg of legs) {
    if (!literal.ignoreCase && leg.ignoreCase) return undefined
    const next = continuation(leg, literal)
    if (!next) return undefined
    filter = filter ? either(filter, next) : next
  }
  return filter
}

function continuation(leg: RegexNode, { text, ignoreCase }: Literal): Predicate | undefined {
  if (leg.kind === 'literal') return contains(text + literalText(leg), ignoreCase)
  if (leg.kind === 'concat') return simplifyConcat(leg.children, { text, ignoreCase })
  return leg.kind === 'empty' || isAnything(leg) ? contains(text, ignoreCase) : undefined
}

function isAnything(node: RegexNode): boolean {
  return node.kind === 'star' && node.children[0]?.kind === 'any-but-newline'
}

function uncapture(node: RegexNode): RegexNode {
  return node.kind === 'capture' ? (node.children[0] ?? node) : node
}

function literalText(node: RegexNode): string {
  return String.fromCodePoint(...node.runes)
}
