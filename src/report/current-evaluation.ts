import type { EvaluationRecord } from '../verdict/evaluation.ts'

let current: EvaluationRecord | null = null

/** Hands the run's judgement to the formatter, which Cucumber loads by itself and gives no arguments. */
export function setCurrentEvaluation(evaluation: EvaluationRecord | null): void {
  current = evaluation
}

/** The judgement of this run; null when there was no contract to judge. */
export function currentEvaluation(): EvaluationRecord | null {
  return current
}
