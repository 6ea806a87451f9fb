import { setWorldConstructor, World } from '@cucumber/cucumber'
import { expect } from 'chai'
import type { Objective, Population } from '../../src/contract/objective.ts'
import { type Draft, type Place, placeKey } from '../../src/gate/recorder.ts'
import { currentSession } from '../../src/gate/session.ts'
import type { ContractRecord } from '../../src/verdict/evaluation.ts'

/** What one scenario promises, while it is read; and its verdicts, while they are shown. */
export class ContractWorld extends World {
  #draft: Draft = {}
  #place: Place | null = null

  /** Called before each step, so that a fault or a promise knows its line. */
  at(place: Place): void {
    this.#place = place
  }

  /** A step that says what evidence is meant. */
  say(read: () => Draft): void {
    const session = currentSession()
    if (session?.phase !== 'record') return
    session.recorder.attempt(this.#here.location, () => {
      this.#draft = { ...this.#draft, ...read() }
    })
  }

  query(population: Population, modelVersion: string): void {
    this.say(() => ({ population, modelVersion }))
  }

  /** A step that promises: recorded at first, then passed, failed or skipped by its verdict. */
  async promise(read: () => Objective): Promise<'skipped' | undefined> {
    const session = currentSession()
    const place = this.#here
    if (session?.phase === 'replay') return this.#show(session.records.get(placeKey(place)))
    session?.recorder.attempt(place.location, () => session.recorder.promise(place, this.#draft, read()))
    return undefined
  }

  async #show(record: ContractRecord | undefined): Promise<'skipped' | undefined> {
    expect(record, 'Expected a verdict for this promise').to.not.equal(undefined)
    if (!record) return undefined
    const sentence = `${record.verdict}: ${record.reason}`
    expect(record.gate === 'open' || record.verdict === 'PASS', sentence).to.equal(true)
    await this.attach(sentence, 'text/plain')
    return record.verdict === 'PASS' ? undefined : 'skipped'
  }

  get #here(): Place {
    if (!this.#place) throw new Error('Expected a step to have been announced by the BeforeStep hook')
    return this.#place
  }
}

setWorldConstructor(ContractWorld)
