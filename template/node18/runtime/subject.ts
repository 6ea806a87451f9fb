import type { Config } from './config.ts'
import type { LogValues } from './conventions.ts'
import type { ModelFiles } from './model-spec.ts'

/** What telemetry says of a function: the same on every line, metric and span of the process. */
export interface Subject {
  readonly functionName: string
  modelName: string
  modelVersion: string
  modelDigest: string
  device: string
}

/** Nothing is known of the model before it is loaded, but for the version that the environment names. */
export function beginSubject({
  functionName,
  modelVersion = '',
}: Pick<Config, 'functionName' | 'modelVersion'>): Subject {
  return { functionName, modelName: '', modelVersion, modelDigest: '', device: '' }
}

export function nameModel(subject: Subject, model: ModelFiles, digest: string): void {
  subject.modelName = model.name
  subject.modelVersion = model.version
  subject.modelDigest = digest
}

/** The fields of every log line. */
export function toLogValues({ functionName, modelVersion, modelDigest, device }: Subject): LogValues {
  return { function: functionName, modelVersion, modelDigest, device }
}
