import type { WriteStream } from 'node:tty'
import type { FormatterPlugin, FormatterPluginContext } from '@cucumber/cucumber/api'
import { currentEvaluation } from './current-evaluation.ts'
import { StepProblems } from './step-problems.ts'
import { renderTable } from './terminal-table.ts'

const WIDTH_WITHOUT_TERMINAL = 120

/** Prints the verdict table at the end of a run; without contracts, the steps that failed or are not defined. */
function format({ on, stream, write }: FormatterPluginContext<unknown>): void {
  const terminal = stream as Partial<WriteStream>
  const problems = new StepProblems()
  on('message', (message) => {
    problems.receive(message)
    if (!message.testRunFinished) return
    const evaluation = currentEvaluation()
    const width = terminal.columns ?? WIDTH_WITHOUT_TERMINAL
    const color = terminal.isTTY === true && !process.env['NO_COLOR']
    write(evaluation === null ? `${summary(problems.lines())}\n` : renderTable(evaluation, { color, width }))
  })
}

function summary(lines: readonly string[]): string {
  return ['No contract was judged.', ...lines].join('\n')
}

const plugin: FormatterPlugin<unknown> = { type: 'formatter', formatter: format }

export default plugin
