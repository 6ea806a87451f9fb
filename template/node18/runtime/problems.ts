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
  'part-missing': { status: 400, title: 'Missing part', detail: 'The part {part} is missing.' },
  'part-doubled': { status: 400, title: 'Doubled part', detail: 'The part {part} was sent more than once.' },
  'part-unknown': { status: 400, title: 'Unknown part', detail: 'The part {part} is not known: send {known}.' },
  'face-invalid': {
    status: 400,
    title: 'Invalid face',
    detail: 'Expected {expected} for {name} but received {received}.',
  },
  'not-found': { status: 404, title: 'Not found', detail: 'The function answers at the path / alone.' },
  'method-not-allowed': { status: 405, title: 'Method not allowed', detail: 'This path allows {allowed} alone.' },
  'body-timeout': { status: 408, title: 'Body too slow', detail: 'The body did not arrive within {limit} ms.' },
  'body-too-large': { status: 413, title: 'Body too large', detail: 'The body is over {limit} bytes.' },
  'not-an-image': { status: 415, title: 'Not an image', detail: `The body is not a ${FORMATS} picture.` },
  'not-multipart': { status: 415, title: 'Not multipart', detail: 'The body is not multipart/form-data.' },
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
  'picture-too-long': {
    status: 422,
    title: 'Picture too long for its format',
    detail: 'A picture of {width} x {height} pixels is no {format}, which has {limit} a side: ask for ?format=png.',
  },
  'no-face': { status: 422, title: 'No face', detail: 'No face was found.' },
  'several-faces': {
    status: 422,
    title: 'Several faces',
    detail: '{faces} faces were found where one is needed.',
  },
  'queue-full': {
    status: 429,
    title: 'Too many requests',
    detail: '{waiting} requests wait already: try again later.',
  },
  'stage-busy': {
    status: 429,
    title: 'A stage has too many requests',
    detail: 'The function {function} answered 429: try again in {retryAfter} s.',
  },
  'client-closed': { status: 499, title: 'Client closed', detail: 'The caller left before the answer was ready.' },
  'internal-error': { status: 500, title: 'Internal error', detail: 'The function failed.' },
  'handler-failed': { status: 500, title: 'Handler failed', detail: 'The handler answered {status}.' },
  'model-failed': { status: 500, title: 'Model failed', detail: 'The model could not be run on this input.' },
  'stage-failed': { status: 502, title: 'A stage failed', detail: 'The function {function} {outcome}.' },
  'stage-unavailable': {
    status: 503,
    title: 'A stage is unavailable',
    detail: 'The function {function} answered 503: try again in {retryAfter} s.',
  },
  'not-ready': { status: 503, title: 'Not ready', detail: 'The function is {state}.' },
  'stage-late': { status: 504, title: 'A stage is late', detail: 'The function {function} did not answer in time.' },
  'deadline-exceeded': { status: 504, title: 'Deadline exceeded', detail: 'No answer was ready within {limit} ms.' },
} as const satisfies Record<string, Problem>

export type ProblemName = keyof typeof PROBLEMS
export type ProblemFacts = Readonly<Record<string, string | number>>

const MAX_FACT_LENGTH = 80
const TYPE_PREFIX = 'urn:vouch:problem:'

/** The facts that a problem shows as members of its own, beside the text. */
const MEMBERS = { part: 'part', function: 'function', functionStatus: 'function_status' } as const

/** Fills in the sentence of a problem. Facts are bounded and printable, whatever the caller sent. */
export function describeProblem(name: ProblemName, facts: ProblemFacts): string {
  const template: string = PROBLEMS[name].detail
  const place = facts['part'] !== undefined && !template.includes('{part}') ? 'Part {part}: ' : ''
  return (place + template).replace(/\{(\w+)\}/g, (_, key: string) => toPrintable(String(facts[key]), MAX_FACT_LENGTH))
}

/** @returns the problem that a `type` of ours names, undefined for any other */
export function readProblemName(type: string | undefined): ProblemName | undefined {
  const name = type?.startsWith(TYPE_PREFIX) ? type.slice(TYPE_PREFIX.length) : ''
  return Object.hasOwn(PROBLEMS, name) ? (name as ProblemName) : undefined
}

/**
 * Writes a problem as `application/problem+json`.
 * Source: RFC 9457; `request_id`, `part`, `function` and `function_status` are extension members.
 */
export function encodeProblem(name: ProblemName, detail: string, requestId: string, facts: ProblemFacts = {}): string {
  const { status, title } = PROBLEMS[name]
  const members = Object.entries(MEMBERS)
    .filter(([key]) => facts[key] !== undefined)
    .map(([key, member]) => [member, toMember(facts[key] as string | number)])
  const core = { type: TYPE_PREFIX + name, title, status, detail, request_id: requestId }
  return JSON.stringify({ ...core, ...Object.fromEntries(members) })
}

function toMember(fact: string | number): string | number {
  return typeof fact === 'number' ? fact : toPrintable(fact, MAX_FACT_LENGTH)
}
