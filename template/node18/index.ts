/** Starts a function: `node index.js [handler folder]`, by default the folder `function` beside this file. */
import { basename, join, resolve } from 'node:path'
import { type Config, readConfig } from './runtime/config.ts'
import { EVENTS, type LogValues } from './runtime/conventions.ts'
import { countCpus } from './runtime/cpu-quota.ts'
import { ConfigurationError, ModelError } from './runtime/errors.ts'
import { FunctionProcess } from './runtime/function-process.ts'
import { locateError } from './runtime/location.ts'
import { type Log, openLog } from './runtime/log.ts'
import { WorkerStartError } from './runtime/pool.ts'
import { beginSubject, toLogValues } from './runtime/subject.ts'

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

function describeStartError(error: unknown): LogValues {
  const { name, message } = error instanceof Error ? error : new Error()
  const location = error instanceof Error ? locateError(error, folder) : undefined
  if (error instanceof WorkerStartError)
    return { errorType: error.type, errorMessage: message, location: error.location }
  if (error instanceof ModelError) return { errorType: name, errorMessage: message, location }
  const { code, port } = error as { code?: string; port?: number }
  const errorMessage =
    port === undefined ? 'The function could not be started.' : `Port ${port} cannot be had: ${code}.`
  return { errorType: code ?? name, errorMessage, location }
}

function failStart(log: Log, error: unknown): never {
  const values = describeStartError(error)
  const isModel = values.errorType === 'ModelError'
  const event = isModel ? EVENTS.modelLoadFailed : EVENTS.startFailed
  log.write('error', event, isModel ? 'The model cannot be loaded' : 'The function cannot be started', values)
  process.exit(1)
}

async function main(): Promise<void> {
  const config = configure()
  const subject = beginSubject(config)
  const log = openLog(config.logLevel, () => toLogValues(subject))
  process.on('uncaughtException', (error) => failStart(log, error))
  const running = new FunctionProcess({ config, folder, subject, log, exit: process.exit })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void running.drain(signal))
  await running.start().catch((error) => failStart(log, error))
}

void main()
