import { encodeParts } from '#runtime/multipart'
import { readPhoto } from '../test/runtime/photos.ts'

/** A call of a function through the gateway. */
export interface Call {
  readonly path: string
  readonly body: Buffer
  readonly contentType: string
}

/** What face-fusion does for one pair of photos, to be called alone: the calls of one stage are made at once. */
export interface Plan {
  readonly fusion: Call
  readonly stages: Readonly<Record<'detect' | 'encode' | 'swap' | 'check', readonly Call[]>>
}

/** @throws Error for any status but 200 */
export async function callGateway(
  gatewayUrl: string,
  { path, body, contentType }: Call,
): Promise<{ readonly bytes: Buffer; readonly headers: Headers }> {
  const request = { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': contentType } }
  const answer = await fetch(`${gatewayUrl}/function/${path}`, request)
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${bytes}`)
  return { bytes, headers: answer.headers }
}

/** Goes through the stages once, each with what the ones before it answered. */
export async function planFusion(gatewayUrl: string): Promise<Plan> {
  const ask = async (call: Call) => (await callGateway(gatewayUrl, call)).bytes
  const [source, target] = [readPhoto('astronaut.png'), readPhoto('grace.jpg')]
  const detect = [source, target].map((body) => ({
    path: 'face-detector?landmarks=mesh',
    body,
    contentType: 'image/*',
  }))
  const [ofSource = '', ofTarget = ''] = (await Promise.all(detect.map(ask))).map(readFirstFace)
  const parts = { source, source_face: ofSource, target, target_faces: `[${ofTarget}]` }
  const swap = toCall('face-swapper?format=jpeg&quality=90', parts)
  const result = await ask(swap)
  return {
    fusion: toCall('face-fusion', { source, target }),
    stages: {
      detect,
      encode: [encodeCall(source, ofSource), encodeCall(target, ofTarget)],
      swap: [swap],
      check: [encodeCall(result, ofTarget)],
    },
  }
}

function readFirstFace(answer: Buffer): string {
  return JSON.stringify(JSON.parse(String(answer)).faces[0])
}

function encodeCall(image: Buffer, face: string): Call {
  return toCall('face-encoder', { image, face })
}

function toCall(path: string, parts: Readonly<Record<string, string | Buffer>>): Call {
  const list = Object.entries(parts).map(([name, value]) => ({ name, bytes: Buffer.from(value), contentType: '*/*' }))
  return { path, ...encodeParts(list) }
}
