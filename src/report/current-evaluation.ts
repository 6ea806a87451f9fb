import type { EvaluationRecord } from '../verdict/evaluation.ts'

/** Cucumber imports a formatter as an ES module, so that in the repository this file may be loaded twice: one place for both. */
const KEY = Symbol.for('vouch.current-evaluation')
const shared = globalThis as { [KEY]?: EvaluationRecord | null }

/** Hands the run's judgement to the formatter, which Cucumber loads by itself and gives no arguments. */
export function setCurrentEvaluation(evaluation: EvaluationRecord | null): void {
  shared[KEY] = evaluation
}

/** The judgement of this run; null when there was no contract to judge. */
export function currentEvaluation(): EvaluationRecord | null {
  return shared[KEY] ?? null
}
