import type { FaceGrid } from './face-grid.ts'
import { blurField, type Field, makeField, smoothStep } from './field.ts'
import { CHANNELS, type LabFields } from './lab-fields.ts'
import type { Oklab } from './oklab.ts'
import { keepWhatReachesInside } from './reach-inside.ts'
import { solveScreenedPoisson } from './screened-poisson.ts'
import { measureSkinTone, type SkinTone, standardiseDistance } from './skin-tone.ts'

/** How a drawn face is coloured and laid over the target, smooth over the grid. */
export interface Blend {
  /** 0 where the target stays, 1 where the source is. */
  readonly alpha: Field
  /** What each channel of OKLab is multiplied by, around `pivot`. */
  readonly contrast: Oklab
  readonly pivot: Oklab
  /** What is added to each channel of OKLab after that. */
  readonly shift: LabFields
}

/** The edge is softened over this many cells. */
const SOFTNESS = 4
/** Of the softened cover: the mask begins there, a little inside the mesh, and is whole there. */
const EDGE = { outer: 0.6, inner: 1 } as const
/** Spreads of the skin's colour: what is further away from it is hair, a hat or a strap in front of the face. */
const NO_SKIN = { from: 3, to: 5 } as const
const NO_SKIN_OF_SOURCE = { from: 1.8, to: 3 } as const
const CONTRAST = { least: 0.75, most: 1.3 } as const
/** Cells with less of the eyes, the brows and the mouth than this show skin. */
const MOST_FEATURE = 0.2
/** Cells that lie less far inside may show hair. */
const LEAST_INSIDE = 0.3
/** Inside the face, the light of the target counts this much against a smooth continuation from the edge. */
const INNER_WEIGHT = 0.02

/** Plans how the source's face is laid over the target's: colours by those of the skin, and then seamless at the edge. */
export function planBlend(faces: FaceGrid): Blend {
  const { covered, source, target } = faces
  const { width, height } = covered
  const from = measureSkinTone(source, listSkinCells(faces, faces.known))
  const to = measureSkinTone(target, listSkinCells(faces, faces.inPicture))
  const occlusion = keepWhatReachesInside(findOcclusion(faces, to), covered)
  const soft = blurField(covered, SOFTNESS)
  const inFront = blurField(occlusion, 1)
  const unusable = blurField(findUnusable(faces, from), 2)
  const alpha = makeField(width, height, (at) => {
    const edge = smoothStep(soft.values[at] as number, EDGE.outer, EDGE.inner)
    return edge * (1 - (inFront.values[at] as number)) * (1 - (unusable.values[at] as number))
  })
  const contrast = CHANNELS.map((channel) => {
    return Math.min(CONTRAST.most, Math.max(CONTRAST.least, to.spread[channel] / from.spread[channel]))
  }) as Oklab
  const shift = matchColours(faces, from, contrast, weighCells(faces, from, occlusion, soft))
  return { alpha, contrast, pivot: from.middle, shift }
}

/** @returns what makes the source the target's colour where the weights are large, and goes on smoothly elsewhere */
function matchColours(
  { source, target, covered }: FaceGrid,
  from: SkinTone,
  contrast: Oklab,
  weights: Field,
): LabFields {
  return CHANNELS.map((channel) => {
    const [factor, middle] = [contrast[channel], from.middle[channel]]
    const known = makeField(covered.width, covered.height, (at) => {
      const turned = ((source[channel].values[at] as number) - middle) * factor + middle
      return (target[channel].values[at] as number) - turned
    })
    return solveScreenedPoisson(known, weights)
  }) as unknown as LabFields
}

/** @param shown 0 where a picture does not show the face */
function listSkinCells({ feature, inside }: FaceGrid, shown: Field): number[] {
  return [...inside.values.keys()].filter((at) => {
    const isSkin = (inside.values[at] as number) > LEAST_INSIDE && (feature.values[at] as number) < MOST_FEATURE
    return isSkin && (shown.values[at] as number) > 0
  })
}

/** @returns 1 where the target shows no skin, though not in the eyes, the brows, the mouth and where the arms of glasses lie */
function findOcclusion({ target, feature, arms, inPicture }: FaceGrid, skin: SkinTone): Field {
  return makeField(feature.width, feature.height, (at) => {
    const noSkin = smoothStep(standardiseDistance(target, at, skin), NO_SKIN.from, NO_SKIN.to)
    const plain = (1 - (feature.values[at] as number)) * (1 - (arms.values[at] as number))
    return (inPicture.values[at] as number) * plain * noSkin
  })
}

/** @returns 1 where the source is not known, or shows hair or what is behind it at the border of the face */
function findUnusable({ source, feature, inside, known }: FaceGrid, skin: SkinTone): Field {
  return makeField(feature.width, feature.height, (at) => {
    const noSkin = smoothStep(standardiseDistance(source, at, skin), NO_SKIN_OF_SOURCE.from, NO_SKIN_OF_SOURCE.to)
    const atBorder = (1 - (inside.values[at] as number)) * (1 - (feature.values[at] as number))
    return 1 - (known.values[at] as number) * (1 - noSkin * atBorder)
  })
}

/** @returns how much the difference of the two faces counts in each cell: where both show skin, most at the edge */
function weighCells(
  { source, covered, feature, known, inPicture }: FaceGrid,
  skin: SkinTone,
  occlusion: Field,
  soft: Field,
): Field {
  return makeField(covered.width, covered.height, (at) => {
    if (covered.values[at] === 0 || inPicture.values[at] === 0) return 0
    const isEdge = (soft.values[at] as number) < 0.95
    const noSkin = smoothStep(standardiseDistance(source, at, skin), NO_SKIN_OF_SOURCE.from, NO_SKIN_OF_SOURCE.to)
    const inner = INNER_WEIGHT * (1 - (feature.values[at] as number))
    const plain = (1 - (occlusion.values[at] as number)) * (1 - noSkin) * (known.values[at] as number)
    return (isEdge ? 1 : inner) * plain
  })
}
