import { ARITHMETIC } from './arithmetic.ts'
import type { BinaryOperation } from './ast.ts'
import { labelsKey } from './labels.ts'
import { unsupported } from './parse-error.ts'
import type { Sample } from './source.ts'

type Side = readonly Sample[] | number

/**
 * Arithmetic between vectors, or a vector and a number. Two vectors are matched one to one on all labels;
 * what has no partner is dropped.
 *
 * @throws QueryError for comparisons, set operators and matching modifiers
 */
export function binaryFunction({ operator, modifier }: BinaryOperation): (left: Side, right: Side) => Sample[] {
  const apply = ARITHMETIC[operator]
  if (modifier) throw unsupported(`binary operator modifier ${modifier}`)
  if (!apply) throw unsupported(`binary operator ${operator}`)
  return (left, right) => {
    if (typeof left === 'number') return mapValues(right, (value) => apply(left, value))
    if (typeof right === 'number') return mapValues(left, (value) => apply(value, right))
    const partners = new Map(right.map((sample) => [labelsKey(sample.labels), sample.value]))
    return left.flatMap(({ labels, value }) => {
      const partner = partners.get(labelsKey(labels))
      return partner === undefined ? [] : [{ labels, value: apply(value, partner) }]
    })
  }
}

function mapValues(vector: Side, map: (value: number) => number): Sample[] {
  if (typeof vector === 'number') return [{ labels: {}, value: map(vector) }]
  return vector.map(({ labels, value }) => ({ labels, value: map(value) }))
}
