import { basename } from 'node:path'
import { type Config, readConfig } from './config.ts'
import { EVENTS, type LogValues } from './conventions.ts'
import { countCpus } from './cpu-quota.ts'
import { ConfigurationError, ModelError } from './errors.ts'
import { FunctionProcess } from './function-process.ts'
import { locateError } from './location.ts'
import { type Log, openLog } from './log.ts'
import { LogOutput } from './log-output.ts'
import { beginSubject, toLogValues } from './subject.ts'
import { type WorkerSlot, WorkerStartError } from './worker-slot.ts'

/**
 * Runs one function in this process until it is told to end, or fails.
 *
 * @param folder the handler's, absolute
 */
export async function runFunction(folder: string, firstWorker: WorkerSlot): Promise<void> {
  const config = configure(basename(folder))
  if (config === undefined) {
    await firstWorker.end()
    process.exit(1)
  }
  const subject = beginSubject(config)
  const output = new LogOutput(process.stdout, (lines) =>
    log.write('warn', EVENTS.logLinesDropped, 'Nobody read the log for a while: lines are lost', { lines }),
  )
  const log: Log = openLog(config.logLevel, () => toLogValues(subject), output)
  const running = new FunctionProcess({ config, folder, subject, log, output, firstWorker, exit: process.exit })
  process.on('uncaughtException', (error) => {
    log.write('error', EVENTS.processFailed, 'The process failed', describeError(error, folder))
    void running.fail()
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void running.drain(signal))
  await running.start().catch((error) => {
    failStart(log, describeError(error, folder))
    return running.fail()
  })
}

/** @returns undefined when the environment holds what cannot be obeyed: it is in the log */
function configure(handlerName: string): Config | undefined {
  try {
    return readConfig(process.env, { cpus: countCpus(), handlerName })
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    const log = openLog('info', () => ({ function: handlerName }))
    for (const errorMessage of error.faults) {
      log.write('error', EVENTS.configInvalid, 'Wrong configuration', { errorType: error.code, errorMessage })
    }
    return undefined
  }
}

function describeError(error: unknown, folder: string): LogValues {
  const { name, message } = error instanceof Error ? error : new Error()
  const location = error instanceof Error ? locateError(error, folder) : undefined
  if (error instanceof WorkerStartError)
    return { errorType: error.type, errorMessage: message, location: error.location }
  if (error instanceof ModelError) return { errorType: name, errorMessage: message, location }
  const { code, port } = (error ?? {}) as { code?: string; port?: number }
  const errorMessage = port === undefined ? 'The function failed.' : `Port ${port} cannot be had: ${code}.`
  return { errorType: code ?? name, errorMessage, location }
}

function failStart(log: Log, values: LogValues): void {
  const isModel = values.errorType === 'ModelError'
  if (isModel) log.write('error', EVENTS.modelLoadFailed, 'The model cannot be loaded', values)
  else log.write('error', EVENTS.startFailed, 'The function cannot be started', values)
}
