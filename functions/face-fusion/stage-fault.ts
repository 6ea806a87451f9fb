import { AvailabilityError, InputError } from '#runtime/errors'
import type { ProblemName } from '#runtime/problems'

/** What a stage may find wrong with a picture that our caller sent. Faces and parts were made on the way. */
const FAULTS_OF_PICTURES: ReadonlySet<ProblemName> = new Set<ProblemName>([
  'body-empty',
  'body-too-large',
  'not-an-image',
  'image-format-unsupported',
  'image-undecodable',
  'image-too-large',
  'picture-too-long',
  'no-face',
])

/** Lets a fault of the request name the part of our caller's that it lies in; what is not our caller's fault is the stage's. */
export function nameFault(thrown: unknown, part?: string): unknown {
  if (!(thrown instanceof InputError)) return thrown
  if (!FAULTS_OF_PICTURES.has(thrown.code)) return toStageFault(thrown)
  if (part === undefined) return thrown
  const detail = `Part ${part}: ${thrown.message.replace(/^Part \S+: /, '')}`
  return new InputError(thrown.code, { ...thrown.facts, part }, { cause: thrown, detail })
}

/** What a stage refused was not sent by our caller. */
export function toStageFault(thrown: unknown): unknown {
  if (!(thrown instanceof InputError)) return thrown
  const { part: _ofStage, ...facts } = thrown.facts
  const outcome = `answered ${facts['functionStatus']}`
  return new AvailabilityError('stage-failed', { ...facts, outcome }, { cause: thrown })
}
