import { cropAroundFace, layMesh, readFivePoints } from '#runtime/face-mesh'
import type { Handler, HandlerTools, WarmUp } from '#runtime/handler'
import { mapToFull, padToMultiple } from '#runtime/letterbox'
import type { FittedPicture, Picture } from '#runtime/picture'
import { toPlanes, UNSCALED } from '#runtime/tensor-layout'
import { CENTER_FACE_MULTIPLE, CENTER_FACE_OUTPUTS, readFaces } from './center-face.ts'
import { readDetectorOptions } from './detector-options.ts'
import { type FoundFace, fitToPicture, isInside } from './found-face.ts'

/** Finds the faces of a picture, with five points each. */
const detectFaces: Handler = async ({ body, query }, tools) => {
  const { minScore, maxFaces, size, refine } = readDetectorOptions(query)
  const fitted = await tools.decodeFit(body, size, { enlarge: true })
  const { fullWidth: width, fullHeight: height } = fitted
  const found = await findFaces(fitted, minScore, tools)
  const best = found.filter(({ box }) => isInside(box, width, height)).slice(0, maxFaces)
  const placed = refine && best.length > 0 ? await refineFaces(await tools.decodeWhole(body), best, tools) : best
  const faces = tools.step('postprocess', () => placed.map((face) => fitToPicture(face, width, height)))
  return tools.answerJson({ faces, width, height }, { faces: faces.length })
}

/** @returns in pixels of the full picture, the most certain first */
async function findFaces(fitted: FittedPicture, minScore: number, { step, infer }: HandlerTools): Promise<FoundFace[]> {
  const { input, width, height } = step('preprocess', () => {
    const padded = padToMultiple(fitted.picture, CENTER_FACE_MULTIPLE)
    return { input: toPlanes(padded, UNSCALED), width: padded.width, height: padded.height }
  })
  const outputs = await infer({ data: input, dims: [1, 3, height, width] }, Object.values(CENTER_FACE_OUTPUTS))
  return step('postprocess', () => {
    const toFull = mapToFull(fitted)
    return readFaces(outputs, width, minScore).map(({ box: [x1, y1, x2, y2], score, landmarks }) => ({
      box: [...toFull(x1, y1), ...toFull(x2, y2)] as const,
      score,
      landmarks: landmarks.map(([x, y]) => toFull(x, y)),
    }))
  })
}

/** Lets the mesh place the points, on the full picture: a small face has more to see there. */
async function refineFaces(picture: Picture, faces: readonly FoundFace[], tools: HandlerTools): Promise<FoundFace[]> {
  const refined: FoundFace[] = []
  for (const face of faces) refined.push(await refineFace(picture, face, tools))
  return refined
}

/** @returns the face as it was where the mesh sees none */
async function refineFace(picture: Picture, face: FoundFace, tools: HandlerTools): Promise<FoundFace> {
  const mesh = await layMesh(picture, cropAroundFace(face), tools, 'mesh')
  return mesh === undefined ? face : { ...face, landmarks: readFivePoints(mesh) }
}

/** Runs the mesh too: the drawn pictures hold no faces, so the likeliest places are taken for some. */
export const warmUp: WarmUp = (pictures) =>
  pictures.map((body) => ({ body, contentType: 'image/*', query: 'min_score=0&max_faces=1&landmarks=mesh' }))

export default detectFaces
