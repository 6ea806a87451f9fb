import { crc32, deflateSync } from 'node:zlib'
import type { GivenFace } from '#runtime/given-face'

const SIZE = 192

interface Ellipse {
  readonly centre: readonly [number, number]
  readonly radii: readonly [number, number]
  readonly colour: readonly [number, number, number]
}

const WALL = [64, 96, 128] as const
/** Skin, the eyes, the mouth: the mesh takes them for a face. */
const ELLIPSES: readonly Ellipse[] = [
  { centre: [96, 100], radii: [48, 64], colour: [216, 160, 128] },
  { centre: [76, 84], radii: [9, 5], colour: [48, 32, 32] },
  { centre: [116, 84], radii: [9, 5], colour: [48, 32, 32] },
  { centre: [96, 132], radii: [18, 5], colour: [144, 48, 48] },
]

/** The face of `drawWarmUpFace`, as the detector would write it. */
export const WARM_UP_FACE: GivenFace = {
  box: [48, 36, 144, 164],
  landmarks: [
    [76, 84],
    [116, 84],
    [96, 110],
    [80, 132],
    [112, 132],
  ],
}

/** Draws the face that the function swaps with itself before the first caller: PNG, 192 x 192. */
export function drawWarmUpFace(): Buffer {
  const row = SIZE * 3 + 1
  const lines = Buffer.alloc(SIZE * row) // each line begins with the number of its filter: none
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) lines.set(findColour(x, y), y * row + 1 + x * 3)
  }
  return encodePng(lines)
}

function findColour(x: number, y: number): readonly [number, number, number] {
  const top = ELLIPSES.findLast(({ centre, radii }) => {
    return Math.hypot((x - centre[0]) / radii[0], (y - centre[1]) / radii[1]) <= 1
  })
  return top?.colour ?? WALL
}

/** Source: W3C, Portable Network Graphics. */
function encodePng(lines: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIZE, 0)
  header.writeUInt32BE(SIZE, 4)
  header.set([8, 2], 8) // bits a channel, RGB
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    encodeChunk('IHDR', header),
    encodeChunk('IDAT', deflateSync(lines)),
    encodeChunk('IEND'),
  ])
}

function encodeChunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
}
