import { Given, When } from '@cucumber/cucumber'
import { parseAddress } from '../../src/contract/address.ts'
import { parseDuration } from '../../src/contract/duration.ts'
import { parseName } from '../../src/contract/name.ts'
import type { ContractWorld } from '../support/world.ts'

Given('a Loki instance running at {string}', function (this: ContractWorld, url: string) {
  this.say(() => ({ source: parseAddress(url) }))
})

Given(
  'we are validating the function {string} in namespace {string}',
  function (this: ContractWorld, functionName: string, namespace: string) {
    this.say(() => ({
      functionName: parseName(functionName, 'function'),
      namespace: parseName(namespace, 'namespace'),
    }))
  },
)

Given('the time range for validation is the last {string}', function (this: ContractWorld, duration: string) {
  this.say(() => ({ window: parseDuration(duration) }))
})

When('we query the performance logs for model version {string}', function (this: ContractWorld, version: string) {
  this.query('performance', version)
})

When('we query the request logs for model version {string}', function (this: ContractWorld, version: string) {
  this.query('requests', version)
})

When(
  'we query the successful prediction logs for model version {string}',
  function (this: ContractWorld, version: string) {
    this.query('predictions', version)
  },
)
