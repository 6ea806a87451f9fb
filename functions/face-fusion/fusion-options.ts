import type { FunctionCall } from '#runtime/function-call'
import type { HandlerRequest } from '#runtime/handler'
import { type OutputFormat, readImageOutput } from '#runtime/image-output'
import { readSwitch, readWord } from '#runtime/query'

/** The swapped picture goes through one stage more before it is answered: PNG would be many times as long. */
const FALLBACK: OutputFormat = 'jpeg'

export interface FusionOptions {
  /** Whether every face of the target is replaced, not the largest alone. */
  readonly everyFace: boolean
  /** Whether several faces where one is needed are refused. */
  readonly strict: boolean
  /** What face-swapper is asked for: the format that the query names, or as a preference the one that Accept does. */
  readonly output: Pick<FunctionCall, 'query' | 'accept'>
}

/**
 * Reads what the query and the header Accept ask of the fusion, before any stage is called.
 *
 * @throws InputError when a value is named twice or is none of those known
 * @example readFusionOptions({ query: new URLSearchParams('faces=all'), accept: '' }).output // { query: { quality: 90 }, accept: 'image/jpeg' }
 */
export function readFusionOptions(request: Pick<HandlerRequest, 'query' | 'accept'>): FusionOptions {
  const { format, quality } = readImageOutput(request, { fallback: FALLBACK })
  const isNamed = request.query.has('format')
  const ofLossy = format === 'png' ? {} : { quality }
  return {
    everyFace: readWord(request.query, 'faces', ['all']) === 'all',
    strict: readSwitch(request.query, 'strict'),
    output: isNamed ? { query: { format, ...ofLossy } } : { query: ofLossy, accept: `image/${format}` },
  }
}
