import { resolve } from 'node:path'
import { decodeImage } from '#runtime/image'
import { cropCentre } from '#runtime/pixels'
import { loadSession } from '#runtime/session'

const [SIZE, COVER] = [224, 256]
const WEIGHTS = resolve(__dirname, '../models/efficientnet-lite0.f16.onnx')

/** Loads the classifier for this thread, warmed up by nothing: decode, crop, run. @returns the probabilities of a picture */
export async function loadClassifier(): Promise<(photo: Buffer) => Promise<Float32Array>> {
  const session = await loadSession(WEIGHTS)
  return async (photo) => {
    const picture = await decodeImage(photo, COVER, Number.MAX_SAFE_INTEGER)
    const input = { data: cropCentre(picture, SIZE), dims: [1, SIZE, SIZE, 3] }
    return (await session.run(input, ['probabilities'])).probabilities
  }
}
