import sharp from 'sharp'
import { readPhoto } from '../test/runtime/photos.ts'

/** A photo as callers send it: JPEG, 640 x 480, 69 kB, without a colour profile, which would double the time to decode. */
export function drawPhoto(): Promise<Buffer> {
  return sharp(readPhoto('coffee.png')).resize(640, 480).jpeg({ quality: 88 }).toBuffer()
}
