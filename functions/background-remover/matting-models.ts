import type { HandlerTools } from '#runtime/handler'
import { type Plane, type Region, resample } from './plane.ts'

/** How a model wants to see a picture, and where it tells its mask. */
export interface MattingModel {
  /** The part of model.json's `operatorParts`; undefined for the function's own weights. */
  readonly part: string | undefined
  readonly name: string
  /** Side of the square that a picture is stretched to, pixels. */
  readonly size: number
  readonly mean: readonly [number, number, number]
  readonly deviation: readonly [number, number, number]
  /** Whether colours are divided by the largest one of the picture, not by 255. */
  readonly byLargest: boolean
  readonly output: string
}

const IMAGENET = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] } as const
const CENTRED = { mean: [0.5, 0.5, 0.5], deviation: [1, 1, 1] } as const

/** The operator's models first: where one is there, it is meant. */
const MODELS: readonly MattingModel[] = [
  { part: 'rmbg', name: 'rmbg-2.0', size: 1024, ...IMAGENET, byLargest: false, output: 'alphas' },
  { part: 'isnet', name: 'isnet', size: 1024, ...CENTRED, byLargest: false, output: 'output' },
  { part: undefined, name: 'u2netp', size: 320, ...IMAGENET, byLargest: true, output: '1959' },
]

export function chooseModel(hasPart: (name: string) => boolean): MattingModel {
  return MODELS.find(({ part }) => part === undefined || hasPart(part)) as MattingModel
}

/**
 * Lets a model tell the foreground of a picture, or of a part of it that may reach over the border (the border's pixels go on).
 *
 * @param colours red, green and blue, from 0 to 1
 * @returns the model's mask, from 0 to 1, size x size, of the part
 */
export async function findForeground(
  colours: readonly Plane[],
  model: MattingModel,
  { step, infer }: Pick<HandlerTools, 'step' | 'infer'>,
  region?: Region,
): Promise<Plane> {
  const { size, output, part } = model
  const data = step('preprocess', () => toInput(colours, model, region))
  const values = await infer({ data, dims: [1, 3, size, size] }, output, part)
  return { values: values.map((value) => Math.min(1, Math.max(0, value))), width: size, height: size }
}

/** @returns Float32Array, NCHW, 1 x 3 x size x size */
export function toInput(colours: readonly Plane[], model: MattingModel, region?: Region): Float32Array {
  const { size, mean, deviation, byLargest } = model
  const planes = colours.map((plane) => resample(plane, size, size, region).values)
  const largest = byLargest ? findLargest(planes) : 1
  const input = new Float32Array(3 * size * size)
  planes.forEach((values, channel) => {
    const [shift, scale] = [mean[channel] as number, deviation[channel] as number]
    const target = input.subarray(channel * size * size)
    for (let at = 0; at < values.length; at++) target[at] = ((values[at] as number) / largest - shift) / scale
  })
  return input
}

/** @returns 1 for a black picture */
function findLargest(planes: readonly Float32Array[]): number {
  let largest = 0
  for (const values of planes) for (const value of values) largest = Math.max(largest, value)
  return largest || 1
}
