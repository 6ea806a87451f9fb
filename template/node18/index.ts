/** Starts a function: `node index.js [handler folder]`, by default the folder `function` beside this file. */
import { basename, join, resolve } from 'node:path'
import { type Config, readConfig } from './runtime/config.ts'
import { EVENTS, type LogValues } from './runtime/conventions.ts'
import { countCpus } from './runtime/cpu-quota.ts'
import { ConfigurationError, ModelError } from './runtime/errors.ts'
import { FunctionProcess } from './runtime/function-process.ts'
import { locateError } from './runtime/location.ts'
import { type Log, openLog } from './runtime/log.ts'
import { LogOutput } from './runtime/log-output.ts'
import { beginSubject, toLogValues } from './runtime/subject.ts'
import { WorkerStartError } from './runtime/worker-slot.ts'

process.env['ORT_DISABLE_TELEMETRY'] = '1' // its library would keep a device id and upload usage
process.env['VIPS_WARNING'] = '0' // its warnings about pictures would stand between the log lines

const folder = resolve(process.argv[2] ?? join(__dirname, 'function'))

function configure(): Config {
  const handlerName = basename(folder)
  try {
    return readConfig(process.env, { cpus: countCpus(), handlerName })
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    const log = openLog('info', () => ({ function: handlerName }))
    for (const errorMessage of error.faults) {
      log.write('error', EVENTS.configInvalid, 'Wrong configuration', { errorType: error.code, errorMessage })
    }
    process.exit(1)
  }
}

function describeError(error: unknown): LogValues {
  const { name, message } = error instanceof Error ? error : new Error()
  const location = error instanceof Error ? locateError(error, folder) : undefined
  if (error instanceof WorkerStartError)
    return { errorType: error.type, errorMessage: message, location: error.location }
  if (error instanceof ModelError) return { errorType: name, errorMessage: message, location }
  const { code, port } = (error ?? {}) as { code?: string; port?: number }
  const errorMessage = port === undefined ? 'The function failed.' : `Port ${port} cannot be had: ${code}.`
  return { errorType: code ?? name, errorMessage, location }
}

function failStart(log: Log, error: unknown): void {
  const values = describeError(error)
  const isModel = values.errorType === 'ModelError'
  if (isModel) log.write('error', EVENTS.modelLoadFailed, 'The model cannot be loaded', values)
  else log.write('error', EVENTS.startFailed, 'The function cannot be started', values)
}

async function main(): Promise<void> {
  const config = configure()
  const subject = beginSubject(config)
  const output = new LogOutput(process.stdout, (lines) =>
    log.write('warn', EVENTS.logLinesDropped, 'Nobody read the log for a while: lines are lost', { lines }),
  )
  const log: Log = openLog(config.logLevel, () => toLogValues(subject), output)
  const running = new FunctionProcess({ config, folder, subject, log, output, exit: process.exit })
  process.on('uncaughtException', (error) => {
    log.write('error', EVENTS.processFailed, 'The process failed', describeError(error))
    void running.fail()
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void running.drain(signal))
  await running.start().catch((error) => {
    failStart(log, error)
    return running.fail()
  })
}

void main()
