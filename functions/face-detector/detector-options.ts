import { readText, readWholeNumber, readWord, refuseText } from '#runtime/query'

const MAX_FACES = { min: 1, max: 500, fallback: 100 }
const SIZE = { min: 320, max: 1920, fallback: 640 }
const MIN_SCORE = 0.5

export interface DetectorOptions {
  /** 0 to 1. */
  readonly minScore: number
  readonly maxFaces: number
  /** Long side of the picture as the model sees it, pixels. */
  readonly size: number
  /** Whether the mesh places the five points. */
  readonly refine: boolean
}

/**
 * Reads what the query asks of the detector.
 *
 * @throws InputError when a value is named twice or is out of range
 * @example readDetectorOptions(new URLSearchParams('min_score=.6')).minScore // 0.6
 */
export function readDetectorOptions(query: URLSearchParams): DetectorOptions {
  return {
    minScore: readMinScore(query),
    maxFaces: readWholeNumber(query, 'max_faces', MAX_FACES),
    size: readWholeNumber(query, 'size', SIZE),
    refine: readWord(query, 'landmarks', ['mesh']) === 'mesh',
  }
}

function readMinScore(query: URLSearchParams): number {
  const text = readText(query, 'min_score')
  if (text === undefined) return MIN_SCORE
  const value = /^(?:\d{1,3}|\d{0,3}\.\d{1,15})$/.test(text) ? Number(text) : Number.NaN
  if (value >= 0 && value <= 1) return value
  throw refuseText('min_score', 'a number from 0 to 1', text)
}
