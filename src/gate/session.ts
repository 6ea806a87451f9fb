import type { ContractRecord } from '../verdict/evaluation.ts'
import type { Recorder } from './recorder.ts'

/**
 * The features are gone through twice in one process: first to record what they promise, then, when all is judged, to
 * show each verdict at its step. Step functions look here for which of the two it is.
 */
export type Session =
  | {
      readonly phase: 'record'
      readonly recorder: Recorder
      /** texts of steps that no phrase knows, once they are found */
      readonly unknown: ReadonlySet<string>
    }
  | { readonly phase: 'replay'; readonly records: ReadonlyMap<string, ContractRecord> }

let current: Session | null = null

export function setSession(session: Session): void {
  current = session
}

export function currentSession(): Session | null {
  return current
}
