import { After, BeforeAll, BeforeStep, Status } from '@cucumber/cucumber'
import { checkPlainRun } from '../../src/cli/plain-run.ts'
import { placeOf } from './place.ts'
import type { ContractWorld } from './world.ts'

// Plain `cucumber-js` has no gate around it: the contracts are recorded and judged before its first scenario.
BeforeAll({ timeout: -1 }, checkPlainRun)

BeforeStep(function (this: ContractWorld, { pickle, pickleStep, gherkinDocument }) {
  this.at(placeOf(pickle, pickleStep, gherkinDocument))
})

After(function (this: ContractWorld, { result }) {
  if (result?.status === Status.PASSED) this.requirePromise()
  return this.showRest()
})
