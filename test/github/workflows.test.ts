import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { runCheck } from '../gate/run-check.ts'

interface Job {
  readonly permissions: Record<string, string>
  readonly environment?: string
  readonly steps: { readonly uses?: string; readonly run?: string; readonly env?: Record<string, string> }[]
}

interface Workflow {
  readonly on: Record<string, unknown>
  readonly permissions: Record<string, string>
  readonly concurrency: object
  readonly jobs: Record<string, Job>
}

function read(name: string): { text: string; workflow: Workflow } {
  const text = readFileSync(`.github/workflows/${name}.yml`, 'utf8')
  return { text, workflow: parse(text) as Workflow }
}

const production = read('production')
const contracts = read('contracts')

for (const [name, { text, workflow }] of Object.entries({ production, contracts })) {
  test(`${name}.yml pins every action to a commit with its version beside it`, () => {
    const uses = text.match(/uses: .*/g) ?? []
    assert.ok(uses.length > 0)
    for (const line of uses) assert.match(line, /^uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test(`${name}.yml grants nothing as a whole and no script takes in an expression`, () => {
    assert.deepEqual(workflow.permissions, {})
    assert.ok(workflow.concurrency)
    for (const { run = '' } of Object.values(workflow.jobs).flatMap((job) => job.steps)) assert.ok(!run.includes('${{'))
  })
}

test('production is checked hourly, by hand and after a deployment', () => {
  assert.deepEqual(Object.keys(production.workflow.on), ['schedule', 'workflow_dispatch', 'deployment_status'])
  assert.deepEqual(production.workflow.on['schedule'], [{ cron: '0 * * * *' }])
})

test('the job that knows the log store cannot write, the one that writes does not know it', () => {
  const { check, comment } = production.workflow.jobs
  assert.deepEqual(check?.permissions, { contents: 'read' })
  assert.deepEqual(comment?.permissions, { contents: 'write', deployments: 'read', 'pull-requests': 'write' })
  assert.doesNotMatch(JSON.stringify(comment), /secrets\./)
})

test('no job names an environment, which would record a deployment and start the workflow again', () => {
  for (const job of Object.values(production.workflow.jobs)) assert.equal(job.environment, undefined)
})

test('a pull request gets no secret and reads only', () => {
  assert.deepEqual(Object.keys(contracts.workflow.on), ['pull_request'])
  assert.doesNotMatch(contracts.text, /secrets\.|github\.token/)
  assert.deepEqual(contracts.workflow.jobs['contracts']?.permissions, { contents: 'read' })
})

test('what the pull request runs passes on our own features', async () => {
  const command = contracts.workflow.jobs['contracts']?.steps.find((step) => step.run?.includes('--lines'))?.run ?? ''
  const [, args = ''] = command.split(' check -- ')
  const { code, stdout } = await runCheck(args.split(' '))
  assert.equal(code, 0, stdout)
  assert.match(stdout, /PASS: all \d+ contracts passed\./)
})
