import { z } from 'zod'

const number = z.number()
const point = z.tuple([number, number])

export const classification = z.object({
  /** The likeliest first; probabilities are 0 to 1. */
  predictions: z.array(z.object({ class: z.string(), probability: number })),
  model_version: z.string(),
})

export const face = z.object({
  /** Left, top, right, bottom, in pixels of the upright picture. */
  box: z.tuple([number, number, number, number]),
  /** 0 to 1. */
  score: number,
  /** The eyes, the tip of the nose, the corners of the mouth; of two, the one at the picture's left comes first. */
  landmarks: z.tuple([point, point, point, point, point]),
})

export const detection = z.object({
  /** The most certain first. */
  faces: z.array(face),
  /** Of the upright picture, pixels. */
  width: number,
  height: number,
})

export const encoding = z.object({
  /** Of length 1. */
  embedding: z.array(number).min(1),
  /** Embeddings of two models cannot be compared. */
  model: z.string(),
  /** 0 to 1, but for the pixels. */
  quality: z.object({ overall: number, size: number, sharpness: number, pose: number, eye_distance_px: number }),
})

/** What image-classifier answers. */
export type Classification = z.infer<typeof classification>
/** One face, as face-detector finds it, and as the other functions take it. */
export type Face = z.infer<typeof face>
/** What face-detector answers. */
export type Detection = z.infer<typeof detection>
/** What face-encoder answers. */
export type Encoding = z.infer<typeof encoding>
