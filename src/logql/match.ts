import { compileRegex } from './regex.ts'
import type { Matcher } from './source.ts'

type Labels = Readonly<Record<string, string>>

/**
 * Makes the test that decides which streams a selector takes. Regular expressions are anchored at both ends;
 * a label that a stream lacks equals the empty string.
 *
 * @example streamMatcher([{ label: 'app', operator: '=~', value: 'sh.p' }])({ app: 'shop' }) // true
 */
export function streamMatcher(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => ({ label: matcher.label, accepts: valueMatcher(matcher) }))
  return (labels) => tests.every(({ label, accepts }) => accepts((Object.hasOwn(labels, label) && labels[label]) || ''))
}

/** The test of one matcher on a label's value. */
export function valueMatcher({ operator, value }: Matcher): (text: string) => boolean {
  if (operator === '=') return (text) => text === value
  if (operator === '!=') return (text) => text !== value
  const matches = compileRegex(`^(?s:${value})$`)
  return operator === '=~' ? matches : (text) => !matches(text)
}
