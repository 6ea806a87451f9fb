import type { Duration } from './duration.ts'
import type { Objective, Population } from './objective.ts'

/** Where a promise stands: the feature file and the position of its `Then` step, both counted from 1. */
export interface Location {
  readonly uri: string
  readonly line: number
  readonly column: number
}

/** One promise: one `Then` step, with the evidence that its scenario asks for. */
export interface Contract {
  readonly id: string
  readonly location: Location
  readonly feature: string
  readonly scenario: string
  /** text of the `Then` step */
  readonly promise: string
  /** base address of the log store that the Background names */
  readonly source: string
  readonly functionName: string
  readonly namespace: string
  readonly window: Duration
  readonly modelVersion: string
  readonly population: Population
  readonly objective: Objective
}

/** What is wrong with a feature file, at its place. */
export interface Fault {
  readonly location: Location
  readonly message: string
}
