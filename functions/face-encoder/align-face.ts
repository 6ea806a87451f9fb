import type { Picture } from '#runtime/picture'
import { fitSimilarity, invertAffine, type Point } from '#runtime/similarity'
import { warpPicture } from '#runtime/warp'

/** Side of an aligned face, pixels. */
export const ALIGNED_SIZE = 150

/** Where the five points of an aligned face lie; models/dlib-face-resnet.q8.md. */
export const TEMPLATE: readonly Point[] = [
  [47.549, 46.599],
  [100.476, 46.599],
  [74.013, 76.562],
  [50.415, 103.023],
  [97.61, 103.023],
]

/**
 * Turns, scales and shifts a face so that its five points lie on the template.
 *
 * @param landmarks in pixels of the picture
 * @returns RGB, 150 x 150; undefined when the points do not say where the face is
 */
export function alignFace(picture: Picture, landmarks: readonly Point[]): Picture | undefined {
  const toTemplate = fitSimilarity(landmarks, TEMPLATE)
  const toSource = toTemplate && invertAffine(toTemplate)
  if (toSource === undefined) return undefined
  return warpPicture(picture, { toSource, width: ALIGNED_SIZE, height: ALIGNED_SIZE })
}
