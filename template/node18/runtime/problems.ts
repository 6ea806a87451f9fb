import { toPrintable } from './printable.ts'

interface Problem {
  readonly status: number
  readonly title: string
  /** `{name}` stands for a fact that the error carries. */
  readonly detail: string
}

const FORMATS = 'JPEG, PNG, WebP, GIF, TIFF or AVIF'

/** Every way in which a request can fail: the one table of status codes and texts. */
export const PROBLEMS = {
  'body-empty': { status: 400, title: 'Empty body', detail: 'The request has no body.' },
  'body-malformed': { status: 400, title: 'Malformed body', detail: 'The body is not {format}.' },
  'parameter-invalid': {
    status: 400,
    title: 'Invalid parameter',
    detail: 'Expected {expected} for {name} but received {received}.',
  },
  'not-found': { status: 404, title: 'Not found', detail: 'The function answers at the path / alone.' },
  'method-not-allowed': { status: 405, title: 'Method not allowed', detail: 'This path allows {allowed} alone.' },
  'body-timeout': { status: 408, title: 'Body too slow', detail: 'The body did not arrive within {limit} ms.' },
  'body-too-large': { status: 413, title: 'Body too large', detail: 'The body is over {limit} bytes.' },
  'not-an-image': { status: 415, title: 'Not an image', detail: `The body is not a ${FORMATS} picture.` },
  'encoding-unsupported': {
    status: 415,
    title: 'Unsupported encoding',
    detail: 'Bodies in {encoding} are not read.',
  },
  'image-format-unsupported': {
    status: 415,
    title: 'Unsupported image format',
    detail: `{format} pictures are not decoded: send ${FORMATS}.`,
  },
  'image-undecodable': {
    status: 422,
    title: 'Image cannot be decoded',
    detail: 'The {format} picture is damaged or has no pixels.',
  },
  'image-too-large': {
    status: 422,
    title: 'Image has too many pixels',
    detail: 'The picture has {width} x {height} pixels, more than {limit}.',
  },
  'queue-full': {
    status: 429,
    title: 'Too many requests',
    detail: '{waiting} requests wait already: try again later.',
  },
  'client-closed': { status: 499, title: 'Client closed', detail: 'The caller left before the answer was ready.' },
  'internal-error': { status: 500, title: 'Internal error', detail: 'The function failed.' },
  'handler-failed': { status: 500, title: 'Handler failed', detail: 'The handler answered {status}.' },
  'model-failed': { status: 500, title: 'Model failed', detail: 'The model could not be run on this input.' },
  'not-ready': { status: 503, title: 'Not ready', detail: 'The function is {state}.' },
  'deadline-exceeded': { status: 504, title: 'Deadline exceeded', detail: 'No answer was ready within {limit} ms.' },
} as const satisfies Record<string, Problem>

export type ProblemName = keyof typeof PROBLEMS
export type ProblemFacts = Readonly<Record<string, string | number>>

const MAX_FACT_LENGTH = 80

/** Fills in the sentence of a problem. Facts are bounded and printable, whatever the caller sent. */
export function describeProblem(name: ProblemName, facts: ProblemFacts): string {
  return PROBLEMS[name].detail.replace(/\{(\w+)\}/g, (_, key: string) =>
    toPrintable(String(facts[key]), MAX_FACT_LENGTH),
  )
}

/**
 * Writes a problem as `application/problem+json`.
 * Source: RFC 9457; `request_id` is an extension member.
 */
export function encodeProblem(name: ProblemName, detail: string, requestId: string): string {
  const { status, title } = PROBLEMS[name]
  return JSON.stringify({ type: `urn:vouch:problem:${name}`, title, status, detail, request_id: requestId })
}
