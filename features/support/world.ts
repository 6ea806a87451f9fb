import { setWorldConstructor, World } from '@cucumber/cucumber'
import { expect } from 'chai'
import { parseName } from '../../src/contract/name.ts'
import type { Objective, Population } from '../../src/contract/objective.ts'
import { type Draft, type Place, placeKey, scenarioKey } from '../../src/gate/recorder.ts'
import { currentSession } from '../../src/gate/session.ts'
import type { ContractRecord } from '../../src/verdict/evaluation.ts'

/** What one scenario promises, while it is read; and its verdicts, while they are shown. */
export class ContractWorld extends World {
  #draft: Draft = {}
  #isDoubtful = false
  #hasPromised = false
  #place: Place | null = null
  readonly #shown = new Set<string>()

  /** Called before each step, so that a fault or a promise knows its line. */
  at(place: Place): void {
    this.#place = place
  }

  /** A step that says what evidence is meant. */
  say(read: () => Draft): void {
    const session = currentSession()
    if (session?.phase !== 'record') return
    const isClear = session.recorder.attempt(this.#here.location, () => {
      this.#draft = { ...this.#draft, ...read() }
    })
    if (!isClear) this.doubt()
  }

  /** A step could not be understood, and was told as a fault: what it would have said is not missed a second time. */
  doubt(): void {
    this.#isDoubtful = true
  }

  query(population: Population, modelVersion: string): void {
    this.say(() => ({ population, modelVersion: parseName(modelVersion, 'model version') }))
  }

  /** A step that promises: recorded at first, then passed, failed or skipped by its verdict. */
  async promise(read: () => Objective): Promise<'skipped' | undefined> {
    const session = currentSession()
    const place = this.#here
    this.#hasPromised = true
    if (session?.phase === 'replay') return this.#show(placeKey(place), session.records)
    session?.recorder.attempt(place.location, () => {
      session.recorder.promise(place, this.#draft, read(), this.#isDoubtful)
    })
    return undefined
  }

  /** Called when a scenario ends: one that promises nothing would be shown as passed. */
  requirePromise(): void {
    const session = currentSession()
    if (session?.phase !== 'record' || !this.#place || this.#hasPromised || this.#isDoubtful) return
    session.recorder.fault(this.#place.location, 'Expected a promise ("Then ...") after this step')
  }

  /** Called when a scenario ends: Cucumber skips what follows a step that did not pass, and those verdicts count too. */
  async showRest(): Promise<void> {
    const session = currentSession()
    if (session?.phase !== 'replay' || !this.#place) return
    const scenario = scenarioKey(this.#place)
    const rest = [...session.records].filter(([key]) => key.startsWith(scenario) && !this.#shown.has(key))
    for (const [, record] of rest) await this.attach(sentenceOf(record), 'text/plain')
    const closed = rest.map(([, record]) => record).filter((record) => record.gate === 'closed')
    expect(closed.length, closed.map(sentenceOf).join('; ')).to.equal(0)
  }

  async #show(key: string, records: ReadonlyMap<string, ContractRecord>): Promise<'skipped' | undefined> {
    const record = records.get(key)
    expect(record, 'Expected a verdict for this promise').to.not.equal(undefined)
    if (!record) return undefined
    this.#shown.add(key)
    expect(record.gate === 'open' || record.verdict === 'PASS', sentenceOf(record)).to.equal(true)
    await this.attach(sentenceOf(record), 'text/plain')
    return record.verdict === 'PASS' ? undefined : 'skipped'
  }

  get #here(): Place {
    if (!this.#place) throw new Error('Expected a step to have been announced by the BeforeStep hook')
    return this.#place
  }
}

function sentenceOf({ verdict, reason }: ContractRecord): string {
  return `${verdict}: ${reason}`
}

setWorldConstructor(ContractWorld)
