import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readModelSpec } from '#runtime/model-spec'
import { processTree } from '../test/sockets.ts'
import { type Call, planFusion } from './fusion-stages.ts'
import { drawPhoto } from './photo.ts'

/** A call of each function by its name, made of what the others answer. */
export async function planCalls(gatewayUrl: string): Promise<ReadonlyMap<string, Call>> {
  const { fusion, stages } = await planFusion(gatewayUrl)
  const body = await drawPhoto()
  const ofPhoto = ['image-classifier', 'background-remover'].map((path) => ({ path, body, contentType: 'image/jpeg' }))
  const calls = [...ofPhoto, ...stages.detect, ...stages.encode, ...stages.swap, fusion]
  return new Map(calls.map((call) => [call.path.split('?')[0] as string, call]))
}

/**
 * The process of a function that this process, or one that it started, runs.
 * @throws Error when there is none
 */
export function findProcess(functionName: string): number {
  const pid = processTree(process.pid).find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').endsWith(`/functions/${functionName}\0`),
  )
  if (pid === undefined) throw new Error(`Expected a process of ${functionName} but found none`)
  return pid
}

/** Which weights of a function keep their memory between runs. */
export function describeArena(handlerFolder: string): string {
  const path = join(handlerFolder, 'model.json')
  const spec = readModelSpec(path)
  const weights = [spec.variants[spec.defaultVariant], ...Object.values(spec.parts ?? {})]
  return weights.map((one) => `${one?.file} ${one?.arena === false ? 'off' : 'on'}`).join(', ')
}
