import { createHash } from 'node:crypto'
import type { Contract, Fault, Location } from '../contract/contract.ts'
import { ConfigError } from '../errors.ts'

/** What a scenario has said so far; a promise needs all of it. */
export type Draft = Partial<
  Pick<Contract, 'source' | 'functionName' | 'namespace' | 'window' | 'modelVersion' | 'population'>
>

/** Where a promise stands, which also tells the same promise in the run that shows the verdicts. */
export interface Place {
  readonly location: Location
  readonly feature: string
  readonly scenario: string
  readonly promise: string
  /** position of the scenario itself, or of its row in an outline */
  readonly scenarioLine: number
}

const NEEDED: readonly { readonly part: keyof Draft; readonly step: string }[] = [
  { part: 'source', step: 'Given a Loki instance running at "..."' },
  { part: 'functionName', step: 'And we are validating the function "..." in namespace "..."' },
  { part: 'window', step: 'And the time range for validation is the last "..."' },
  { part: 'population', step: 'When we query the ... logs for model version "..."' },
]

/** Keeps what the features promise, and what is wrong with them, in the order read. */
export class Recorder {
  /** by placeKey */
  readonly contracts = new Map<string, Contract>()
  readonly #faults = new Map<string, Fault>()

  get faults(): readonly Fault[] {
    return [...this.#faults.values()]
  }

  /** The same fault at the same place is kept once: a Background is read for every scenario. */
  fault(location: Location, message: string): void {
    this.#faults.set(`${location.uri}:${location.line}:${location.column}:${message}`, { location, message })
  }

  /** Runs what a step says; a ConfigError becomes a fault at the step, and reading goes on. @returns whether it had none */
  attempt(location: Location, say: () => void): boolean {
    try {
      say()
      return true
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      this.fault(location, error.message)
      return false
    }
  }

  /** @param isDoubtful a step before it was a fault, so that what is missing is told already */
  promise(place: Place, draft: Draft, objective: Contract['objective'], isDoubtful = false): void {
    const missing = NEEDED.filter(({ part }) => draft[part] === undefined)
    for (const { step } of isDoubtful ? [] : missing) {
      this.fault(place.location, `Expected "${step}" before this promise`)
    }
    if (missing.length > 0) return
    const said = draft as Required<Draft>
    const { location, feature, scenario, promise } = place
    const equal = [...this.contracts.values()].filter(
      (other) => other.location.uri === location.uri && other.scenario === scenario && other.promise === promise,
    )
    const id = contractId(place, equal.length)
    this.contracts.set(placeKey(place), { id, location, feature, scenario, promise, ...said, objective })
  }
}

/** Where a promise is found again when the features are gone through a second time. */
export function placeKey(place: Place): string {
  return `${scenarioKey(place)}${place.location.line}`
}

/** What the keys of one scenario, or of one row of an outline, begin with. */
export function scenarioKey({ location, scenarioLine }: Place): string {
  return `${location.uri}:${scenarioLine}:`
}

/** Stable while lines move: 12 hex digits over the file, the scenario, the promise, and its number among equal ones. */
function contractId({ location, scenario, promise }: Place, number: number): string {
  const text = [location.uri, scenario, promise, number].join('\n')
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
