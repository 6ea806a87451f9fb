import type { Envelope, Pickle, StepDefinition, TestCase, TestStepFinished } from '@cucumber/messages'
import { distance } from 'fastest-levenshtein'
import type { Fault, Location } from '../contract/contract.ts'
import { placesOf } from '../gate/gherkin-places.ts'

interface Step {
  readonly text: string
  readonly location: Location
  /** a table or a text below the step */
  readonly argument: boolean
}

/** Collects from Cucumber's messages what no step function can say: text that is no Gherkin, and unknown phrases. */
export class FeatureFaults {
  readonly found: Fault[] = []
  readonly unreadable = new Set<string>()
  /** texts of steps that no phrase knows */
  readonly unknown: Set<string>
  readonly #read = new Set<string>()
  readonly #phrases: string[] = []
  readonly #steps = new Map<string, Step>()
  readonly #testSteps = new Map<string, Step>()
  /** of the file whose pickles follow */
  #places: ReadonlyMap<string, Location> = new Map()

  /** @param unknown texts that were told already, and now stand among the phrases */
  constructor(unknown: ReadonlySet<string>) {
    this.unknown = new Set(unknown)
  }

  /** Files that are Gherkin. */
  get readable(): string[] {
    return [...this.#read].filter((uri) => !this.unreadable.has(uri))
  }

  receive(message: Envelope): void {
    if (message.source) this.#read.add(message.source.uri)
    if (message.parseError) this.#parseError(message.parseError)
    if (message.gherkinDocument) this.#places = placesOf(message.gherkinDocument)
    if (message.pickle) this.#pickle(message.pickle)
    if (message.stepDefinition) this.#phrase(message.stepDefinition)
    if (message.testCase) this.#testCase(message.testCase)
    if (message.testStepFinished) this.#finished(message.testStepFinished)
  }

  #parseError({ source, message }: NonNullable<Envelope['parseError']>): void {
    const uri = source.uri ?? ''
    this.unreadable.add(uri)
    const { line = 1, column = 1 } = source.location ?? {}
    const cause = message.replace(/^\(\d+:\d+\): /, '').replaceAll('\n', ' ')
    this.found.push({ location: { uri, line, column }, message: `Expected Gherkin but received: ${cause}` })
  }

  #pickle({ uri, steps }: Pickle): void {
    for (const { id, text, astNodeIds, argument } of steps) {
      const location = this.#places.get(astNodeIds[0] ?? '') ?? { uri, line: 1, column: 1 }
      this.#steps.set(id, { text, location, argument: argument !== undefined })
    }
  }

  #phrase({ pattern }: StepDefinition): void {
    this.#phrases.push(pattern.source)
  }

  #testCase({ testSteps }: TestCase): void {
    for (const { id, pickleStepId, stepDefinitionIds } of testSteps) {
      const step = this.#steps.get(pickleStepId ?? '')
      if (!step) continue
      this.#testSteps.set(id, step)
      if (stepDefinitionIds?.length !== 0) continue
      this.unknown.add(step.text)
      const nearest = nearestPhrase(step.text, this.#phrases)
      this.found.push({
        location: step.location,
        message: `Expected a known phrase but received "${step.text}"; the nearest is "${nearest}"`,
      })
    }
  }

  /** A step function keeps faults of contracts to itself: what fails beside it is a table or a text that none takes. */
  #finished({ testStepId, testStepResult }: TestStepFinished): void {
    if (testStepResult.status !== 'FAILED') return
    const step = this.#testSteps.get(testStepId)
    const cause = step?.argument
      ? `Expected no table and no text below "${step.text}"`
      : (testStepResult.message ?? 'a step failed')
    this.found.push({ location: step?.location ?? { uri: '', line: 1, column: 1 }, message: cause })
  }
}

/** The phrase that differs least, whatever its quoted texts and numbers are. */
function nearestPhrase(text: string, phrases: readonly string[]): string {
  const bare = (phrase: string) => phrase.replace(/"[^"]*"|\{string\}/g, '""').replace(/\{float\}|-?\d+(\.\d+)?/g, '0')
  const wanted = bare(text)
  return [...phrases].sort((a, b) => distance(bare(a), wanted) - distance(bare(b), wanted))[0] ?? ''
}
