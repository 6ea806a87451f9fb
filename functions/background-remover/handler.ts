import type { Handler, HandlerRequest, HandlerTools } from '#runtime/handler'
import { fitOutput, readImageOutput } from '#runtime/image-output'
import { toPlanes, UNIT } from '#runtime/tensor-layout'
import { blurBackground, decodeToCover, fillWithColour } from './backdrop.ts'
import { cutOut, layOn, takeAlpha } from './cut-out.ts'
import { type Matte, refineMask } from './matte.ts'
import { chooseModel, findForeground, type MattingModel } from './matting-models.ts'
import { type Plane, resample, splitPlanes } from './plane.ts'
import { readRemoverOptions } from './remover-options.ts'
import { RowSampler } from './row-sampler.ts'
import { chooseLook, planSecondLook } from './second-look.ts'

/** Long side of the picture that the mask is refined on, pixels. */
const WORK_SIZE = 768

/** Takes the background out of a picture, or puts another one behind its foreground. */
const removeBackground: Handler = async (request, tools) => {
  const { image, background: part } = await readPictures(request, tools)
  const { mask: isMask, background } = readRemoverOptions(request.query, part !== undefined)
  const isCutOut = !isMask && background === undefined && part === undefined
  const asked = readImageOutput(request, { fallback: 'png', alpha: isCutOut })
  const model = chooseModel(tools.hasPart)
  const { picture: small, fullWidth, fullHeight } = await tools.decodeFit(image, Math.max(WORK_SIZE, model.size))
  const output = fitOutput(asked, { width: fullWidth, height: fullHeight })
  const cover = part && (await decodeToCover(part, fullWidth, fullHeight, tools))
  const colours = tools.step('preprocess', () => splitPlanes(toPlanes(small, UNIT), small.width, small.height))
  const mask = await findMask(colours, model, tools)
  const picture = await tools.decodeWhole(image, { alpha: true })
  const makeBackdrop = ({ alpha }: Matte) => {
    if (cover !== undefined) return new RowSampler(cover, fullWidth, fullHeight, 'cover')
    if (background?.kind === 'colour') return fillWithColour(background.colour, fullWidth, fullHeight)
    return new RowSampler(blurBackground(colours, alpha), fullWidth, fullHeight)
  }
  const { result, ratio } = tools.step('postprocess', () => {
    const matte = refineMask(colours, mask)
    const ratio = Number(cutOut(picture, matte).toFixed(4))
    if (isMask) return { result: takeAlpha(picture), ratio }
    return { result: isCutOut ? picture : layOn(picture, makeBackdrop(matte)), ratio }
  })
  const headers = { 'X-Vouch-Foreground-Ratio': ratio, 'X-Vouch-Model': model.name }
  return tools.answerImage(result, output, { foregroundRatio: ratio, engine: model.name }, headers)
}

async function readPictures({ body, contentType }: HandlerRequest, { readParts }: HandlerTools) {
  const isMultipart = /^multipart\//i.test(contentType)
  return isMultipart
    ? readParts({ required: ['image'], optional: ['background'] })
    : { image: body, background: undefined }
}

/** @returns the foreground's share of each pixel of the colours, as the model sees it */
async function findMask(colours: readonly Plane[], model: MattingModel, tools: HandlerTools): Promise<Plane> {
  const { width, height } = colours[0] as Plane
  const first = await findForeground(colours, model, tools)
  const farther = model.part === undefined ? planSecondLook(first, width, height) : undefined
  if (farther === undefined) return tools.step('postprocess', () => resample(first, width, height))
  const second = await findForeground(colours, model, tools, farther)
  return tools.step('postprocess', () => chooseLook(first, second, width, height))
}

export default removeBackground
