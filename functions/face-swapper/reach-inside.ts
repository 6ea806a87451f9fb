import { type Field, makeField } from './field.ts'

/** A cell of at least this much leads on. */
const LEADING = 0.5

/**
 * Keeps of a field what hangs together with the edge of an area: hair and hands come into a face from outside, while the rim of
 * a pair of glasses lies within.
 *
 * @param area 1 inside, 0 outside
 * @returns 0 elsewhere
 */
export function keepWhatReachesInside(field: Field, area: Field): Field {
  const { width, height } = field
  const reached = new Uint8Array(width * height)
  const queue: number[] = []
  const reach = (at: number) => {
    if (reached[at] === 1) return
    reached[at] = 1
    if (area.values[at] === 0 || (field.values[at] as number) >= LEADING) queue.push(at)
  }
  area.values.forEach((value, at) => {
    if (value === 0) reach(at)
  })
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const x = at % width
    if (x > 0) reach(at - 1)
    if (x < width - 1) reach(at + 1)
    if (at >= width) reach(at - width)
    if (at < width * (height - 1)) reach(at + width)
  }
  return makeField(width, height, (at) => (reached[at] === 1 ? (field.values[at] as number) : 0))
}
