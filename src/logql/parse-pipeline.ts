import type { JsonExpression, LineFilter, LineFilterOperator, Stage, Unsupported, Unwrap } from './ast.ts'
import { parseLabelFilter } from './parse-label-filter.ts'
import { checkRegex, parseMatcher } from './parse-selector.ts'
import type { TokenStream } from './token-stream.ts'

const LINE_OPERATORS: ReadonlySet<string> = new Set(['|=', '!=', '|~', '!~', '|>', '!>'])
const CONVERSIONS: ReadonlySet<string> = new Set(['bytes', 'duration', 'duration_seconds'])

/** Parses the stages after a selector, up to `| unwrap`, a range or the end. */
export function parseStages(tokens: TokenStream): Stage[] {
  const stages: Stage[] = []
  for (;;) {
    if (LINE_OPERATORS.has(tokens.current.type)) stages.push(parseLineFilter(tokens))
    else if (tokens.is('|') && !tokens.is('unwrap', 1)) stages.push(parseStage(tokens))
    else return stages
  }
}

/** Parses `| unwrap label | filter ...`, or nothing. */
export function parseUnwrap(tokens: TokenStream): Unwrap | undefined {
  if (!tokens.is('|') || !tokens.is('unwrap', 1)) return undefined
  tokens.take()
  tokens.take()
  const conversion = CONVERSIONS.has(tokens.current.type) ? tokens.take().type : undefined
  if (conversion) tokens.expect('(')
  const label = tokens.expect('IDENTIFIER').text
  if (conversion) tokens.expect(')')
  const filters = []
  while (tokens.takeIf('|')) filters.push(parseLabelFilter(tokens))
  return { label, filters, ...(conversion ? { conversion } : {}) }
}

function parseLineFilter(tokens: TokenStream): LineFilter | Unsupported {
  const operator = tokens.take().type
  const values: string[] = []
  let network = false
  do {
    network ||= tokens.is('ip')
    values.push(network ? parseNetwork(tokens) : tokens.expect('STRING').value)
  } while (tokens.takeIf('or'))
  if (network) return { kind: 'unsupported', construct: 'ip line filter' }
  if (operator.includes('>')) return { kind: 'unsupported', construct: `line filter ${operator}` }
  if (operator.includes('~')) for (const value of values) checkRegex(value)
  return { kind: 'line', operator: operator as LineFilterOperator, values }
}

function parseNetwork(tokens: TokenStream): string {
  if (tokens.is('STRING')) return tokens.take().value
  tokens.expect('ip')
  tokens.expect('(')
  const { value } = tokens.expect('STRING')
  tokens.expect(')')
  return value
}

function parseStage(tokens: TokenStream): Stage {
  tokens.expect('|')
  const { type } = tokens.current
  if (type === 'json') return parseJson(tokens)
  const skip = REFUSED[type]
  if (!skip) return { kind: 'label', filter: parseLabelFilter(tokens) }
  tokens.take()
  skip(tokens)
  return { kind: 'unsupported', construct: `| ${type}` }
}

function parseJson(tokens: TokenStream): Stage {
  tokens.take()
  return { kind: 'json', expressions: tokens.is('IDENTIFIER') ? parseExtractions(tokens) : [] }
}

function parseExtractions(tokens: TokenStream): JsonExpression[] {
  const expressions: JsonExpression[] = []
  do {
    const label = tokens.expect('IDENTIFIER').text
    const path = tokens.takeIf('=') ? tokens.expect('STRING').value : label
    expressions.push({ label, path })
  } while (tokens.takeIf(','))
  return expressions
}

/** Stages that are LogQL but that the evaluator refuses: how their arguments are read past. */
const REFUSED: Readonly<Record<string, (tokens: TokenStream) => void>> = {
  logfmt: (tokens) => {
    while (tokens.takeIf('FLAG'));
    if (tokens.is('IDENTIFIER')) parseExtractions(tokens)
  },
  regexp: (tokens) => tokens.expect('STRING'),
  pattern: (tokens) => tokens.expect('STRING'),
  line_format: (tokens) => tokens.expect('STRING'),
  unpack: () => undefined,
  decolorize: () => undefined,
  label_format: skipLabelFormats,
  drop: skipNames,
  keep: skipNames,
}

function skipLabelFormats(tokens: TokenStream): void {
  do {
    tokens.expect('IDENTIFIER')
    tokens.expect('=')
    if (!tokens.takeIf('IDENTIFIER')) tokens.expect('STRING')
  } while (tokens.takeIf(','))
}

function skipNames(tokens: TokenStream): void {
  do {
    if (tokens.is('STRING', 2)) parseMatcher(tokens)
    else tokens.expect('IDENTIFIER')
  } while (tokens.takeIf(','))
}
