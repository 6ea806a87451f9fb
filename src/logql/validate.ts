import type { Expression } from './ast.ts'
import { valueMatcher } from './match.ts'
import { parseError } from './parse-error.ts'
import type { Matcher } from './source.ts'

const NEEDS_MATCHER =
  'queries require at least one regexp or equality matcher that does not have an empty-compatible value. ' +
  'For instance, app=~".*" does not meet this requirement, but app=~".+" will'

/** Checks what the grammar alone cannot: each selector must exclude streams that lack its labels. @throws QueryError */
export function validateExpression(expression: Expression): void {
  if (expression.kind === 'log') checkMatchers(expression.matchers)
  if (expression.kind === 'range') checkMatchers(expression.range.matchers)
  if (expression.kind === 'binary') {
    validateExpression(expression.left)
    validateExpression(expression.right)
  }
  if (expression.kind === 'vector') {
    const { operation, grouping } = expression
    if (operation.startsWith('sort') && grouping.labels.length > 0)
      throw parseError("sort and sort_desc doesn't allow grouping by ")
    validateExpression(expression.expression)
  }
}

function checkMatchers(matchers: readonly Matcher[]): void {
  if (!matchers.some((matcher) => !valueMatcher(matcher)(''))) throw parseError(NEEDS_MATCHER)
}
