import { InputError } from '#runtime/errors'
import type { HandlerRequest } from '#runtime/handler'
import { type OutputFormat, readImageOutput } from '#runtime/image-output'

/** The swapped picture goes through one stage more before it is answered: PNG would be many times as long. */
const FALLBACK: OutputFormat = 'jpeg'

export interface FusionOptions {
  /** Whether every face of the target is replaced, not the largest alone. */
  readonly everyFace: boolean
  /** Whether several faces where one is needed are refused. */
  readonly strict: boolean
  /** What face-swapper is asked for. */
  readonly output: Readonly<Record<string, string | number>>
}

/**
 * Reads what the query and the header Accept ask of the fusion, before any stage is called.
 *
 * @throws InputError when a value is named twice or is none of those known
 * @example readFusionOptions({ query: new URLSearchParams('faces=all'), accept: '' }).output // { format: 'jpeg', quality: 90 }
 */
export function readFusionOptions(request: Pick<HandlerRequest, 'query' | 'accept'>): FusionOptions {
  const { format, quality } = readImageOutput(request, { fallback: FALLBACK })
  return {
    everyFace: readSwitch(request.query, 'faces', 'all'),
    strict: readSwitch(request.query, 'strict', '1'),
    output: format === 'png' ? { format } : { format, quality },
  }
}

function readSwitch(query: URLSearchParams, name: string, on: string): boolean {
  if (!query.has(name)) return false
  const text = query.getAll(name).join(' and ')
  if (text === on) return true
  throw new InputError('parameter-invalid', { expected: on, name, received: JSON.stringify(text.slice(0, 40)) })
}
