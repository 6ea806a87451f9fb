import type { AnswerHeaders, Handler, HandlerAnswer } from '#runtime/handler'
import { chooseFace } from './choose-faces.ts'
import { readFusionOptions } from './fusion-options.ts'
import { measureSimilarity } from './measure-similarity.ts'
import type { MarkedPicture } from './stage-answer.ts'
import { StageClock } from './stage-clock.ts'
import { detectFaces, ENCODER, encodeFace, encodeResult, swapFaces } from './stages.ts'

/** What the swapper tells of its picture is true of ours, which is the same. */
const FACTS_OF_SWAP: ReadonlySet<string> = new Set(['x-vouch-engine', 'x-vouch-faces-swapped', 'x-vouch-provenance'])

type Similarities = Readonly<Record<'similaritySource' | 'similarityTarget', number>>

/** Lays the face of one picture over a face of another by the other functions, and measures whose the result is. */
const fuseFaces: Handler = async (request, tools) => {
  const { everyFace, strict, output } = readFusionOptions(request)
  const { source, target } = await tools.readParts({ required: ['source', 'target'] })
  const clock = new StageClock()

  const detections = [detectFaces(source, tools), detectFaces(target, tools)] as const
  const [inSource, inTarget] = await clock.time('detect', Promise.all(detections))
  const sourceFace = chooseFace(inSource, { part: 'source', strict })
  const targetFace = chooseFace(inTarget, { part: 'target', strict: strict && !everyFace })

  const encodings = [encodeFace(source, sourceFace, tools), encodeFace(target, targetFace, tools)] as const
  const [ofSource, ofTarget] = await clock.time('encode', Promise.all(encodings))

  const targetFaces = everyFace ? inTarget : [targetFace]
  const swap = { source, sourceFace, target, targetFaces, output }
  const swapped = await clock.time('swap', swapFaces(swap, tools))
  const ofResult = await clock.time('check', encodeResult(swapped, targetFace, tools))

  const similarities = {
    similaritySource: measureSimilarity(ENCODER, ofResult, ofSource),
    similarityTarget: measureSimilarity(ENCODER, ofResult, ofTarget),
  }
  const found = { 'x-vouch-source-faces': inSource.length, 'x-vouch-target-faces': inTarget.length }
  return handOn(swapped, similarities, { ...found, ...clock.headers })
}

function handOn(swapped: MarkedPicture, similarities: Similarities, facts: AnswerHeaders): HandlerAnswer {
  const { contentType, body, provenance } = swapped
  return {
    contentType,
    body,
    log: { ...similarities, provenance },
    headers: {
      'cache-control': 'no-store',
      ...Object.fromEntries([...swapped.headers].filter(([name]) => FACTS_OF_SWAP.has(name))),
      'x-vouch-similarity-source': similarities.similaritySource,
      'x-vouch-similarity-target': similarities.similarityTarget,
      ...facts,
    },
  }
}

export default fuseFaces
