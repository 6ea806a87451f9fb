import type { Picture } from '#runtime/picture'
import { type Field, makeField } from './field.ts'
import { type Oklab, readOklab } from './oklab.ts'

/** Lightness, a and b of OKLab, a field each. */
export type LabFields = readonly [Field, Field, Field]

/** The places of a colour's three numbers. */
export const CHANNELS = [0, 1, 2] as const

/** Reads every pixel of a picture as OKLab; its opacity is left out. */
export function toLabFields({ pixels, width, height, channels }: Picture): LabFields {
  const fields: LabFields = [makeField(width, height), makeField(width, height), makeField(width, height)]
  const lab: Oklab = [0, 0, 0]
  for (let at = 0; at < width * height; at++) {
    readOklab(pixels, at * channels, lab)
    for (const channel of CHANNELS) fields[channel].values[at] = lab[channel]
  }
  return fields
}
