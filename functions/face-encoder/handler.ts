import { checkFace, readFace, refuseFace } from '#runtime/given-face'
import type { Handler, WarmUp } from '#runtime/handler'
import { encodeParts } from '#runtime/multipart'
import { ALIGNED_SIZE, alignFace, TEMPLATE } from './align-face.ts'
import { judgeQuality } from './face-quality.ts'
import { averagePair, stackWithMirror } from './mirror-averaging.ts'
import { name } from './model.json'

/** Turns one face of a picture into numbers that lie near each other for one person. */
const encodeFace: Handler = async (_, { model, readParts, decodeWhole, infer, step, answerJson }) => {
  const parts = await readParts({ required: ['image', 'face'] })
  const face = step('preprocess', () => readFace(parts.face))
  const picture = await decodeWhole(parts.image)
  const { aligned, quality } = step('preprocess', () => {
    checkFace(face, parts.face, picture)
    const aligned = alignFace(picture, face.landmarks)
    if (aligned === undefined) throw refuseFace(parts.face, 'landmarks', 'five points that differ', 'one five times')
    return { aligned, quality: judgeQuality(aligned, face.landmarks) }
  })
  const both = step('preprocess', () => stackWithMirror(aligned))
  const pair = await infer({ data: both, dims: [2, ALIGNED_SIZE, ALIGNED_SIZE, 3] }, 'embedding')
  const { embedding, norm } = step('postprocess', () => averagePair(pair))
  return answerJson(
    { embedding, model: `${name}@${model.version}`, quality },
    { quality: quality.overall, embeddingNorm: norm },
  )
}

/** Takes the drawn pictures for faces that are aligned already. */
export const warmUp: WarmUp = (pictures) =>
  pictures.map((bytes) => {
    const face = { box: [0, 0, ALIGNED_SIZE, ALIGNED_SIZE], landmarks: TEMPLATE }
    return encodeParts([
      { name: 'image', bytes, contentType: 'image/*' },
      { name: 'face', bytes: Buffer.from(JSON.stringify(face)), contentType: 'application/json' },
    ])
  })

export default encodeFace
