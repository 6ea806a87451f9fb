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

/** @returns the body of the answer. @throws Error for any status but 200 */
export async function callGateway(gatewayUrl: string, { path, body, contentType }: Call): Promise<Buffer> {
  const request = { method: 'POST', body: new Uint8Array(body), headers: { 'content-type': contentType } }
  const answer = await fetch(`${gatewayUrl}/function/${path}`, request)
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${bytes}`)
  return bytes
}

/** Goes through the stages once, each with what the ones before it answered. */
export async function planFusion(gatewayUrl: string): Promise<Plan> {
  const [source, target] = [readPhoto('astronaut.png'), readPhoto('grace.jpg')]
  const detect = [source, target].map((body) => ({
    path: 'face-detector?landmarks=mesh',
    body,
    contentType: 'image/*',
  }))
  const faces = await Promise.all(
    detect.map(async (call) => JSON.stringify(JSON.parse(String(await callGateway(gatewayUrl, call))).faces[0])),
  )
  const [ofSource = '', ofTarget = ''] = faces
  const swap = toCall('face-swapper?format=jpeg&quality=90', {
    source,
    source_face: ofSource,
    target,
    target_faces: `[${ofTarget}]`,
  })
  const result = await callGateway(gatewayUrl, swap)
  return {
    fusion: toCall('face-fusion', { source, target }),
    stages: {
      detect,
      encode: [
        toCall('face-encoder', { image: source, face: ofSource }),
        toCall('face-encoder', { image: target, face: ofTarget }),
      ],
      swap: [swap],
      check: [toCall('face-encoder', { image: result, face: ofTarget })],
    },
  }
}

function toCall(path: string, parts: Readonly<Record<string, string | Buffer>>): Call {
  const list = Object.entries(parts).map(([name, value]) => ({ name, bytes: Buffer.from(value), contentType: '*/*' }))
  return { path, ...encodeParts(list) }
}
