import { Then } from '@cucumber/cucumber'
import { classBetween, fieldWithin, latencyBelow, statusLessThan } from '../../src/contract/objective.ts'
import type { ContractWorld } from '../support/world.ts'

Then(
  'the p{float} latency should be below {float} {word}',
  function (this: ContractWorld, percentile: number, limit: number, unit: string) {
    return this.promise(() => latencyBelow(percentile, limit, unit))
  },
)

Then(
  'the error rate for status code {word} should be less than {float} percent',
  function (this: ContractWorld, status: string, percent: number) {
    return this.promise(() => statusLessThan(status, percent))
  },
)

Then(
  'the prediction proportion for class {string} should be between {float} and {float} percent',
  function (this: ContractWorld, className: string, from: number, to: number) {
    return this.promise(() => classBetween(className, from, to))
  },
)

Then(
  'the {string} should be between {float} and {float} in at least {float} percent of the predictions',
  function (this: ContractWorld, field: string, from: number, to: number, percent: number) {
    return this.promise(() => fieldWithin(field, { from, to }, percent))
  },
)

Then(
  'the {string} should be at least {float} in at least {float} percent of the predictions',
  function (this: ContractWorld, field: string, from: number, percent: number) {
    return this.promise(() => fieldWithin(field, { from }, percent))
  },
)

Then(
  'the {string} should be at most {float} in at least {float} percent of the predictions',
  function (this: ContractWorld, field: string, to: number, percent: number) {
    return this.promise(() => fieldWithin(field, { to }, percent))
  },
)
