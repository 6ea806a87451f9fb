/**
 * Finds the largest values.
 *
 * @param values any order, none NaN
 * @param count how many, at least 1
 * @returns their indices, the largest value first; of equal values the lower index first
 * @example rankTop([0.1, 0.7, 0.2], 2) // [1, 2]
 */
export function rankTop(values: ArrayLike<number>, count: number): number[] {
  const best: number[] = []
  for (let index = 0; index < values.length; index++) {
    if (best.length === count && !isLarger(values, index, best[count - 1] as number)) continue
    let place = best.length
    while (place > 0 && isLarger(values, index, best[place - 1] as number)) place--
    best.splice(place, 0, index)
    if (best.length > count) best.pop()
  }
  return best
}

function isLarger(values: ArrayLike<number>, index: number, than: number): boolean {
  return (values[index] as number) > (values[than] as number)
}
