type Operation = (left: number, right: number) => number

const truth = (value: boolean) => (value ? 1 : 0)

/** LogQL differs from PromQL: division and remainder by zero are NaN. */
export const ARITHMETIC: Readonly<Record<string, Operation>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? Number.NaN : left / right),
  '%': (left, right) => (right === 0 ? Number.NaN : left % right),
  '^': (left, right) => left ** right,
}

const COMPARE: Readonly<Record<string, Operation>> = {
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '>': (left, right) => truth(left > right),
  '>=': (left, right) => truth(left >= right),
  '<': (left, right) => truth(left < right),
  '<=': (left, right) => truth(left <= right),
}

/** Folds an operation on two numbers; a comparison is 1 or 0. */
export function combineNumbers(operator: string, left: number, right: number): number {
  return (ARITHMETIC[operator] ?? COMPARE[operator] ?? (() => Number.NaN))(left, right)
}
