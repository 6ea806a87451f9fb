/** Starts a function: `node index.js [handler folder]`, by default the folder `function` beside this file. */
import { join, resolve } from 'node:path'
import { WorkerSlot } from './runtime/worker-slot.ts'

process.env['ORT_DISABLE_TELEMETRY'] = '1' // its library would keep a device id and upload usage
process.env['VIPS_WARNING'] = '0' // its warnings about pictures would stand between the log lines

const folder = resolve(process.argv[2] ?? join(__dirname, 'function'))
const firstWorker = new WorkerSlot(folder) // loads its libraries while this thread loads its own
const { runFunction } = require('./runtime/run-function') as typeof import('./runtime/run-function.ts')
void runFunction(folder, firstWorker)
