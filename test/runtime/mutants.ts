/** A generator of numbers in [0, 1) that a seed fixes: mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function seedRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Damages a picture: flips bits, cuts it off, or puts the head of another one before it. */
export function mutate(picture: Buffer, other: Buffer, random: () => number): Buffer<ArrayBuffer> {
  const mutant = Buffer.from(picture)
  const kind = Math.floor(random() * 3)
  if (kind === 0) return Buffer.from(mutant.subarray(0, 1 + Math.floor(random() * mutant.length)))
  if (kind === 1) other.copy(mutant, 0, 0, 4 + Math.floor(random() * 60))
  const flips = 1 + Math.floor(random() * 40)
  for (let flip = 0; flip < flips; flip++) {
    const at = Math.floor(random() ** 3 * mutant.length) // most of them near the header
    mutant[at] = (mutant[at] as number) ^ (1 << Math.floor(random() * 8))
  }
  return mutant
}
