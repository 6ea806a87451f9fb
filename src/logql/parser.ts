import type { Expression } from './ast.ts'
import { parseError } from './parse-error.ts'
import { parseExpression } from './parse-metric.ts'
import { TokenStream } from './token-stream.ts'
import { validateExpression } from './validate.ts'

const MAX_QUERY_BYTES = 131_072

/**
 * Parses LogQL into a typed tree. What the evaluator refuses is a node of kind `unsupported`.
 *
 * @throws QueryError worded as Loki words it
 * @see https://grafana.com/docs/loki/latest/query/
 * @example parseQuery('sum(rate({app="shop"}[5m]))').kind // 'vector'
 */
export function parseQuery(query: string): Expression {
  const bytes = Buffer.byteLength(query)
  if (bytes >= MAX_QUERY_BYTES) throw parseError(`input size too long (${bytes} > ${MAX_QUERY_BYTES})`)
  const tokens = new TokenStream(query)
  const expression = parseExpression(tokens)
  if (!tokens.is('EOF')) throw tokens.unexpected()
  validateExpression(expression)
  return expression
}
