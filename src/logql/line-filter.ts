import type { LineFilter } from './ast.ts'
import { compileRegex, type Predicate } from './regex.ts'
import { simplifyRegex } from './regex-simplify.ts'
import { parseRegex } from './regex-tree.ts'
import { contains, either } from './text-filter.ts'

/** Compiles `|= != |~ !~`; with a negated operator none of the values may be found. */
export function compileLineFilter({ operator, values }: LineFilter): Predicate {
  const compile = operator.includes('~') ? compileLineRegex : (value: string) => contains(value)
  const tests = values.map(compile)
  if (operator.startsWith('|')) return tests.reduce(either)
  return (line) => !tests.some((test) => test(line))
}

function compileLineRegex(pattern: string): Predicate {
  return simplifyRegex(parseRegex(pattern), false) ?? compileRegex(pattern)
}

/** Compiles the regular expression of a label filter, anchored where Loki 3.7 anchors it. */
export function compileLabelRegex(pattern: string): Predicate {
  return simplifyRegex(parseRegex(pattern), true) ?? compileRegex(`^(?:${pattern})$`)
}
