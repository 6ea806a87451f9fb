import { ModelError } from '#runtime/errors'
import type { HandlerTools } from '#runtime/handler'
import type { Portrait } from './layout.ts'
import { placeWarpedFace } from './mesh-engine.ts'
import { embedFace, MODEL_PARTS, placeModelFace } from './model-engine.ts'
import type { PlacedFace } from './placed-face.ts'

/** What makes the new face of a target out of one source. */
export interface Engine {
  readonly name: 'mesh' | 'onnx'
  place(target: Portrait): PlacedFace | Promise<PlacedFace>
}

/**
 * Takes the operator's models where they are given, else the mesh.
 *
 * @throws ModelError when only one of the two models is given
 */
export async function openEngine(source: Portrait, tools: HandlerTools): Promise<Engine> {
  const [swap, encoder] = [tools.hasPart(MODEL_PARTS.swap), tools.hasPart(MODEL_PARTS.encoder)]
  if (swap !== encoder) throw new ModelError('SWAP_MODEL_PATH and SWAP_ENCODER_PATH need each other.')
  if (!swap) return { name: 'mesh', place: (target) => tools.step('preprocess', () => placeWarpedFace(source, target)) }
  const embedding = await embedFace(source, tools)
  return { name: 'onnx', place: (target) => placeModelFace(embedding, target, tools) }
}
