import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { FunctionAnswer } from './call-function.ts'
import { readAnswer } from './read-answer.ts'
import { saveStream } from './save-stream.ts'

const FACT = 'x-vouch-'

/** A picture on its way; its bytes can be had once. */
export interface PictureAnswer {
  /** image/png, image/webp or image/jpeg. */
  readonly contentType: string
  /** What the headers X-Vouch-* say, by what follows there, in small letters: `foreground-ratio`. */
  readonly facts: Readonly<Record<string, string>>
  readonly callId: string | undefined
  readonly body: Readable
  buffer(): Promise<Buffer>
  /** Writes it to a file, which is there whole or not at all. */
  save(path: string): Promise<void>
}

/** Reads what the headers of an answer say of its picture. */
export function toPictureAnswer(answer: FunctionAnswer): PictureAnswer {
  const { contentType, callId, headers, body } = answer
  const facts = Object.entries(headers)
    .filter(([name]) => name.startsWith(FACT))
    .map(([name, value]) => [name.slice(FACT.length), value] as const)
  return {
    contentType,
    facts: Object.fromEntries(facts),
    callId,
    body,
    buffer: () => readAnswer(answer, buffer),
    save: (path) => readAnswer(answer, (stream) => saveStream(stream, path)),
  }
}
