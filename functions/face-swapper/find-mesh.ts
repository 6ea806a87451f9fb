import { cropAroundFace, layMesh, type Mesh } from '#runtime/face-mesh'
import type { GivenFace } from '#runtime/given-face'
import type { HandlerTools } from '#runtime/handler'
import type { Picture } from '#runtime/picture'
import { cropAroundMesh } from './mesh-crop.ts'

/**
 * Lays the mesh on a face, in two looks: around the detector's box, then around what the first one found.
 *
 * @returns in pixels of the picture; undefined when the mesh sees no face there
 */
export async function findMesh(picture: Picture, face: GivenFace, tools: HandlerTools): Promise<Mesh | undefined> {
  const first = await layMesh(picture, cropAroundFace(face), tools)
  return first && (await layMesh(picture, cropAroundMesh(first), tools))
}
