import type { Box } from '#runtime/nms'
import type { Point } from '#runtime/similarity'

/** One face, in pixels of one picture. */
export interface FoundFace {
  readonly box: Box
  /** 0 to 1. */
  readonly score: number
  /** The eyes, the tip of the nose, the corners of the mouth; of two, the one at the picture's left comes first. */
  readonly landmarks: readonly Point[]
}

/** Tells whether any of a box lies in the picture. */
export function isInside([x1, y1, x2, y2]: Box, width: number, height: number): boolean {
  return x1 < width && y1 < height && x2 > 0 && y2 > 0
}

/**
 * Cuts the box of a face at the border of the picture. Points stay where they are: of a face that is cut, some lie outside.
 *
 * @returns coordinates rounded to hundredths of a pixel, the score to four decimals
 */
export function fitToPicture(
  { box: [x1, y1, x2, y2], score, landmarks }: FoundFace,
  width: number,
  height: number,
): FoundFace {
  return {
    box: [
      round(Math.max(0, x1), 2),
      round(Math.max(0, y1), 2),
      round(Math.min(width, x2), 2),
      round(Math.min(height, y2), 2),
    ],
    score: round(score, 4),
    landmarks: landmarks.map(([x, y]) => [round(x, 2), round(y, 2)]),
  }
}

function round(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals
}
