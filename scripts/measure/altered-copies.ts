import sharp, { type Sharp } from 'sharp'
import { seedRandom } from '../../test/runtime/mutants.ts'

const NOISE_DEVIATION = 25
const NOISE_SEED = 1
const BLUR_OF_LONG_SIDE = 0.004

type Alter = (photo: Sharp, longSide: number) => Sharp | Promise<Sharp>

/** A photo and nine worse copies of it. */
const COPIES: Readonly<Record<string, Alter>> = {
  original: (photo) => photo,
  mirror: (photo) => photo.flop(),
  'JPEG 15': async (photo) => sharp(await photo.jpeg({ quality: 15 }).toBuffer()),
  dark: (photo) => photo.linear(0.35, 0),
  bright: (photo) => photo.linear(1.5, 20),
  blur: (photo, longSide) => photo.blur(Math.max(0.3, longSide * BLUR_OF_LONG_SIDE)),
  '0.3 x': (photo, longSide) =>
    photo.resize({ width: Math.round(longSide * 0.3), height: Math.round(longSide * 0.3), fit: 'inside' }),
  'turned by 20 degrees': (photo) => photo.rotate(20, { background: '#808080' }),
  noise: addNoise,
  grey: (photo) => photo.greyscale(),
}

export interface AlteredCopy {
  readonly name: string
  /** PNG. */
  readonly bytes: Buffer
}

/** Makes the copies of one photo, the first of them the photo itself, upright. */
export async function makeAlteredCopies(photo: Buffer): Promise<AlteredCopy[]> {
  const { data: upright, info } = await sharp(photo).autoOrient().png().toBuffer({ resolveWithObject: true })
  const longSide = Math.max(info.width, info.height)
  const copies: AlteredCopy[] = []
  for (const [name, alter] of Object.entries(COPIES)) {
    const altered = await alter(sharp(upright), longSide)
    copies.push({ name, bytes: await altered.png().toBuffer() })
  }
  return copies
}

/** Adds normal noise to every channel, the same at every run. */
async function addNoise(photo: Sharp): Promise<Sharp> {
  const { data, info } = await photo.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const random = seedRandom(NOISE_SEED)
  for (let at = 0; at < data.length; at++) {
    // Box and Muller, "A note on the generation of random normal deviates", 1958
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    data[at] = Math.min(255, Math.max(0, Math.round((data[at] as number) + NOISE_DEVIATION * normal)))
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
}
