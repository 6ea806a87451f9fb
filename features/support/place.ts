import type { GherkinDocument, Pickle, PickleStep } from '@cucumber/messages'
import { placesOf } from '../../src/gate/gherkin-places.ts'
import type { Place } from '../../src/gate/recorder.ts'

/** Where a step stands in its feature file, and in which scenario (or row of an outline) it runs. */
export function placeOf(pickle: Pickle, step: PickleStep, document: GherkinDocument): Place {
  const places = placesOf(document)
  const location = places.get(step.astNodeIds[0] ?? '') ?? { uri: pickle.uri, line: 1, column: 1 }
  return {
    location,
    feature: document.feature?.name ?? '',
    scenario: pickle.name,
    promise: step.text,
    scenarioLine: places.get(pickle.astNodeIds.at(-1) ?? '')?.line ?? location.line,
  }
}
