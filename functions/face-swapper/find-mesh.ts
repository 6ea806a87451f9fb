import type { GivenFace } from '#runtime/given-face'
import type { HandlerTools } from '#runtime/handler'
import type { Picture } from '#runtime/picture'
import type { Affine } from '#runtime/similarity'
import { toPixels, UNIT } from '#runtime/tensor-layout'
import { warpPicture } from '#runtime/warp'
import { cropAroundFace, cropAroundMesh, MESH_OUTPUTS, MESH_SIZE, type Mesh, readMesh } from './face-mesh.ts'

/**
 * Lays the mesh on a face, in two looks: around the detector's box, then around what the first one found.
 *
 * @returns in pixels of the picture; undefined when the mesh sees no face there
 */
export async function findMesh(picture: Picture, face: GivenFace, tools: HandlerTools): Promise<Mesh | undefined> {
  const first = await lookAt(picture, cropAroundFace(face), tools)
  return first && (await lookAt(picture, cropAroundMesh(first), tools))
}

async function lookAt(picture: Picture, toPicture: Affine, { step, infer }: HandlerTools): Promise<Mesh | undefined> {
  const data = step('preprocess', () => {
    const square = warpPicture(picture, { toSource: toPicture, width: MESH_SIZE, height: MESH_SIZE })
    return toPixels(square, UNIT)
  })
  const outputs = await infer({ data, dims: [1, MESH_SIZE, MESH_SIZE, 3] }, Object.values(MESH_OUTPUTS))
  const isFace = (outputs[MESH_OUTPUTS.flag][0] as number) > 0
  return isFace ? readMesh(outputs[MESH_OUTPUTS.points], toPicture) : undefined
}
