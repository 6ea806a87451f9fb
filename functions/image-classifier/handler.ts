import type { Handler } from '#runtime/handler'
import { cropCentre } from '#runtime/pixels'
import { readWholeNumber } from '#runtime/query'
import { rankTop } from '#runtime/rank'
import { input } from './model.json'

const TOP = { min: 1, max: 1000, fallback: 5 }

/** Names what a picture shows: the `top` most likely of the model's classes. */
const classify: Handler = async ({ body, query }, { model, decode, infer, step, answerJson }) => {
  const top = readWholeNumber(query, 'top', TOP)
  const picture = await decode(body, input.size / input.crop)
  const data = step('preprocess', () => cropCentre(picture, input.size))
  const probabilities = await infer({ data, dims: [1, input.size, input.size, 3] }, 'probabilities')
  const predictions = step('postprocess', () =>
    rankTop(probabilities, top).map((index) => ({ class: model.labels[index], probability: probabilities[index] })),
  )
  const [best] = predictions
  return answerJson(
    { predictions, model_version: model.version },
    { top1Class: best?.class, top1Prob: best?.probability },
  )
}

export default classify
