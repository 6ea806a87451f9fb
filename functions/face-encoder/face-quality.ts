import type { Picture } from '#runtime/picture'
import type { Point } from '#runtime/similarity'

/** How well a face can be read. */
export interface FaceQuality {
  /** Of all three, 0 to 1: their product. */
  readonly overall: number
  /** 0 to 1; 1 from an eye distance of the aligned face's own on. */
  readonly size: number
  /** 0 to 1; 0 is a blur. */
  readonly sharpness: number
  /** 0 to 1; 1 looks straight ahead, 0 is a profile. */
  readonly pose: number
  /** In the picture as it was sent. */
  readonly eye_distance_px: number
}

/** Of the template: an aligned face below it is enlarged. */
const FULL_EYE_DISTANCE_PX = 53
/** Variance of the Laplacian at which half of the sharpness is there: ten sharp portraits then reach .76 to .96. */
const HALF_SHARPNESS = 50

/**
 * Judges a face by its size, its sharpness and its pose.
 *
 * @param aligned RGB, as `alignFace` gives it
 * @param landmarks in pixels of the picture that it was taken from
 */
export function judgeQuality(aligned: Picture, landmarks: readonly Point[]): FaceQuality {
  const [leftEye, rightEye, nose] = landmarks as [Point, Point, Point]
  const eyeDistancePx = Math.hypot(rightEye[0] - leftEye[0], rightEye[1] - leftEye[1])
  const variance = measureLaplacianVariance(aligned)
  const size = Math.min(1, eyeDistancePx / FULL_EYE_DISTANCE_PX)
  const sharpness = variance / (variance + HALF_SHARPNESS)
  const pose = measurePose(leftEye, rightEye, nose)
  return {
    overall: round(size * sharpness * pose),
    size: round(size),
    sharpness: round(sharpness),
    pose: round(pose),
    eye_distance_px: round(eyeDistancePx),
  }
}

/**
 * Tells how far the nose lies in the middle between the eyes, along the line of the eyes: a head that turns takes it to a side.
 *
 * @returns 1 in the middle, 0 at an eye or beyond
 * @example measurePose([0, 0], [10, 0], [5, 8]) // 1
 */
export function measurePose(leftEye: Point, rightEye: Point, nose: Point): number {
  const [x, y] = [rightEye[0] - leftEye[0], rightEye[1] - leftEye[1]]
  const squared = x * x + y * y
  if (squared === 0) return 0
  const share = ((nose[0] - leftEye[0]) * x + (nose[1] - leftEye[1]) * y) / squared
  return Math.max(0, 1 - 2 * Math.abs(share - 0.5))
}

/**
 * Measures how much fine detail a picture has: the variance of the 4-neighbour Laplacian of its luma.
 * Source: J. L. Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy, ICPR 2000; luma by ITU-R BT.601.
 *
 * @returns 0 for a plain area
 */
export function measureLaplacianVariance({ pixels, width, height, channels }: Picture): number {
  const luma = Float64Array.from({ length: width * height }, (_, at) => {
    const [red, green, blue] = pixels.subarray(at * channels, at * channels + 3) as unknown as [number, number, number]
    return 0.299 * red + 0.587 * green + 0.114 * blue
  })
  const read = (at: number) => luma[at] as number
  let [sum, squares] = [0, 0]
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      const value = read(at - 1) + read(at + 1) + read(at - width) + read(at + width) - 4 * read(at)
      sum += value
      squares += value * value
    }
  }
  const count = (width - 2) * (height - 2)
  return squares / count - (sum / count) ** 2
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
