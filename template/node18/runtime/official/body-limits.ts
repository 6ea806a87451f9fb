import type { EnvReader } from '../env-reader.ts'

const KIB = 1024
/** Of the official templates. */
const DEFAULT_LIMIT = 100 * KIB

/** How the bodies of official-style handlers are read; sizes in bytes. */
export interface BodyLimits {
  /** Every body reaches the handler as a Buffer. */
  readonly isRaw: boolean
  readonly raw: number
  readonly json: number
  /** Texts and forms: the official templates have no variable for it. */
  readonly text: number
  /** Pictures, multipart and all else, which the official templates lose. */
  readonly binary: number
}

/**
 * Reads the variables of the official templates.
 * Source: https://github.com/openfaas/templates (template/node18/index.js)
 *
 * @param maxBodyBytes for what the official templates do not read at all
 */
export function readBodyLimits(reader: EnvReader, maxBodyBytes: number): BodyLimits {
  const raw = reader.size('MAX_RAW_SIZE')
  return {
    isRaw: reader.choice('RAW_BODY', ['true', 'false']) === 'true',
    raw: raw ?? DEFAULT_LIMIT,
    json: reader.size('MAX_JSON_SIZE') ?? DEFAULT_LIMIT,
    text: DEFAULT_LIMIT,
    binary: raw ?? maxBodyBytes,
  }
}

export type BodyKind = 'raw' | 'json' | 'form' | 'text' | 'binary'

/** Tells how a body is handed over, by its type; a body without one is a text. */
export function classifyBody(contentType: string, { isRaw }: Pick<BodyLimits, 'isRaw'>): BodyKind {
  if (isRaw) return 'raw'
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase()
  if (type === 'application/json') return 'json'
  if (type === 'application/x-www-form-urlencoded') return 'form'
  return type === '' || type.startsWith('text/') ? 'text' : 'binary'
}

/** @returns bytes */
export function limitBody(kind: BodyKind, limits: BodyLimits): number {
  return limits[kind === 'form' ? 'text' : kind]
}
