import type { Comparison, LabelFilter } from './ast.ts'
import { goFloatFault, parseGoFloat } from './go-float.ts'
import type { FilterTest } from './hints.ts'
import { compileLabelRegex } from './line-filter.ts'
import { ERROR, type LineLabels } from './line-labels.ts'
import { unsupported } from './parse-error.ts'
import type { Predicate } from './regex.ts'
import type { Matcher } from './source.ts'
import { ALWAYS } from './text-filter.ts'

const MEMO_SIZE = 1024

/** Compiles a label filter. @returns undefined for one that every line passes */
export function compileLabelFilter(filter: LabelFilter): FilterTest | undefined {
  if (filter.kind === 'unsupported') throw unsupported(filter.construct)
  if (filter.kind === 'match') return matchTest(filter.matcher)
  if (filter.kind === 'number') return numberTest(filter.label, filter.comparison, filter.value)
  return combine(filter.kind, compileLabelFilter(filter.left), compileLabelFilter(filter.right))
}

/** `or` stops at the first side that accepts; `and` asks both, because a failed conversion marks the line. */
function combine(kind: 'and' | 'or', left = EVERY, right = EVERY): FilterTest {
  return {
    labels: [...new Set([...left.labels, ...right.labels])],
    combined: true,
    accepts(labels) {
      const first = left.accepts(labels)
      if (kind === 'or') return first || right.accepts(labels)
      return right.accepts(labels) && first
    },
  }
}

const EVERY: FilterTest = { labels: [], combined: false, accepts: () => true }

function matchTest({ label, operator, value }: Matcher): FilterTest | undefined {
  const positive = operator === '=' || operator === '=~'
  const test: Predicate = operator.includes('~') ? compileLabelRegex(value) : (text) => text === value
  if (test === ALWAYS && positive) return undefined
  const matches = operator.includes('~') ? memoize(test) : test
  const read = label === ERROR ? (labels: LineLabels) => labels.error : (labels: LineLabels) => labels.get(label) ?? ''
  return { labels: [label], combined: false, accepts: (labels) => matches(read(labels)) === positive }
}

/** A label has few values as a rule: each is matched once. */
function memoize(test: Predicate): Predicate {
  const known = new Map<string, boolean>()
  return (text) => {
    let result = known.get(text)
    if (result !== undefined) return result
    result = test(text)
    if (known.size < MEMO_SIZE) known.set(text, result)
    return result
  }
}

const COMPARE: Readonly<Record<Comparison, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
}

/** A line without the label is dropped; one whose label is no number is kept and marked, unless it is marked already. */
function numberTest(label: string, comparison: Comparison, limit: number): FilterTest {
  const compare = COMPARE[comparison]
  return {
    labels: [label],
    combined: false,
    accepts(labels) {
      const text = labels.get(label)
      if (text === undefined) return false
      const value = parseGoFloat(text)
      if (value !== undefined) return compare(value, limit)
      if (labels.error === '') {
        labels.error = 'LabelFilterErr'
        labels.errorDetails = goFloatFault(text)
      }
      return true
    },
  }
}
