import { InputError } from '#runtime/errors'
import { checkFace, type GivenFace, readFaces } from '#runtime/given-face'
import type { Handler, HandlerTools, WarmUp } from '#runtime/handler'
import { fitOutput, readImageOutput } from '#runtime/image-output'
import { encodeParts } from '#runtime/multipart'
import type { Picture } from '#runtime/picture'
import { readSwitch } from '#runtime/query'
import { type Engine, openEngine } from './engine.ts'
import { findMesh } from './find-mesh.ts'
import { findLargest } from './largest-face.ts'
import { swapFace } from './swap-face.ts'
import { drawWarmUpFace, WARM_UP_FACE } from './warm-up-face.ts'

const PROVENANCE = 'compositeWithTrainedAlgorithmicMedia'

/** Puts the face of one picture over every given face of another. */
const swapFaces: Handler = async ({ query, accept }, tools) => {
  const strict = readSwitch(query, 'strict')
  const asked = readImageOutput({ query, accept }, { fallback: 'jpeg', provenance: PROVENANCE })
  const parts = await tools.readParts({ required: ['source', 'source_face', 'target', 'target_faces'] })
  const given = tools.step('preprocess', () => readFaces(parts.source_face))
  const targets = tools.step('preprocess', () => readFaces(parts.target_faces))
  if (strict && given.length > 1) throw new InputError('several-faces', { part: 'source_face', faces: given.length })
  const source = await tools.decodeWhole(parts.source)
  for (const face of given) checkFace(face, parts.source_face, source)
  const target = await tools.decodeWhole(parts.target, { alpha: asked.format !== 'jpeg' })
  const output = fitOutput(asked, target)
  for (const face of targets) checkFace(face, parts.target_faces, target)
  const sourceMesh = await findMesh(source, findLargest(given), tools)
  if (sourceMesh === undefined) throw new InputError('no-face', { part: 'source' })
  const engine = await openEngine({ picture: source, mesh: sourceMesh }, tools)
  const swapped = await swapEach({ picture: target, faces: targets }, engine, tools)
  if (swapped === 0) throw new InputError('no-face', { part: 'target' })
  const log = { facesSwapped: swapped, engine: engine.name }
  return tools.answerImage(target, output, log, {
    'X-Vouch-Faces-Swapped': swapped,
    'X-Vouch-Engine': engine.name,
    'X-Vouch-Source-Faces': given.length,
  })
}

interface Target {
  readonly picture: Picture
  readonly faces: readonly GivenFace[]
}

/** @returns how many faces were swapped: those where the mesh sees none are left as they are */
async function swapEach({ picture, faces }: Target, engine: Engine, tools: HandlerTools): Promise<number> {
  let swapped = 0
  for (const face of faces) {
    const mesh = await findMesh(picture, face, tools)
    if (mesh === undefined) continue
    const placed = await engine.place({ picture, mesh })
    tools.step('postprocess', () => swapFace(placed, picture))
    swapped++
  }
  return swapped
}

/** Swaps a drawn face with itself: the pictures that the runtime draws hold none. */
export const warmUp: WarmUp = () => {
  const picture = { bytes: drawWarmUpFace(), contentType: 'image/png' }
  const face = { bytes: Buffer.from(JSON.stringify([WARM_UP_FACE])), contentType: 'application/json' }
  return [
    encodeParts([
      { name: 'source', ...picture },
      { name: 'source_face', ...face },
      { name: 'target', ...picture },
      { name: 'target_faces', ...face },
    ]),
  ]
}

export default swapFaces
