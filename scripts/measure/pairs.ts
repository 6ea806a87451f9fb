import { clopperPearson } from '../../src/stats/clopper-pearson.ts'

export interface EncodedFace {
  readonly person: string
  readonly photo: string
  readonly embedding: readonly number[]
}

export interface Pair {
  readonly photos: readonly [string, string]
  readonly distance: number
}

/** All pairs of faces, apart for one person and for two. */
export interface Pairs {
  readonly same: readonly Pair[]
  readonly different: readonly Pair[]
}

export interface ErrorRate {
  readonly wrong: number
  readonly of: number
  /** Clopper and Pearson, 95 %, as if pairs were independent. */
  readonly interval: readonly [number, number]
  /** How many of the wrong pairs lie between which two photos, the most first. */
  readonly byPhotos: ReadonlyMap<string, number>
}

/** Compares every face with every other one by the Euclidean distance of their embeddings. */
export function comparePairs(faces: readonly EncodedFace[]): Pairs {
  const [same, different]: [Pair[], Pair[]] = [[], []]
  for (const [index, face] of faces.entries()) {
    for (const other of faces.slice(index + 1)) {
      const pair: Pair = {
        photos: [face.photo, other.photo],
        distance: measureDistance(face.embedding, other.embedding),
      }
      const pairs = face.person === other.person ? same : different
      pairs.push(pair)
    }
  }
  return { same, different }
}

/** Of pairs of one person, those that are at the threshold or beyond: they are taken for two. */
export function countFalseRejects({ same }: Pairs, threshold: number): ErrorRate {
  return countWrong(same, ({ distance }) => distance >= threshold)
}

/** Of pairs of two people, those below the threshold: they are taken for one. */
export function countFalseAccepts({ different }: Pairs, threshold: number): ErrorRate {
  return countWrong(different, ({ distance }) => distance < threshold)
}

export function measureDistance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, index) => value - (b[index] as number)))
}

function countWrong(pairs: readonly Pair[], isWrong: (pair: Pair) => boolean): ErrorRate {
  const wrong = pairs.filter(isWrong)
  const counts = new Map<string, number>()
  for (const { photos } of wrong) {
    const name = photos.toSorted().join(' and ')
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const byPhotos = new Map([...counts].sort(([, a], [, b]) => b - a))
  return { wrong: wrong.length, of: pairs.length, interval: clopperPearson(wrong.length, pairs.length, 0.95), byPhotos }
}
