import { defineStep } from '@cucumber/cucumber'
import { currentSession } from '../../src/gate/session.ts'
import type { ContractWorld } from './world.ts'

// Cucumber skips what follows a step that it does not know. While contracts are recorded, such steps, told already as
// faults, are taken for steps that say nothing, so that the faults behind them are told as well.
const session = currentSession()
const unknown = session?.phase === 'record' ? session.unknown : []

for (const text of unknown) {
  const exactly = new RegExp(`^${text.replace(/[\\.+*?()|[\]{}^$/]/g, '\\$&')}$`)
  defineStep(exactly, function (this: ContractWorld) {
    this.doubt()
  })
}
