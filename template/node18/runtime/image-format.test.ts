import assert from 'node:assert/strict'
import { it } from 'node:test'
import { detectFormat } from './image-format.ts'

const CASES = [
  { hex: 'ffd8ffe0', format: 'JPEG' },
  { hex: '89504e470d0a1a0a', format: 'PNG' },
  { hex: '524946460000000057454250', format: 'WebP' },
  { hex: '474946383961', format: 'GIF' },
  { hex: '49492a00', format: 'TIFF' },
  { hex: '4d4d002a', format: 'TIFF' },
  { hex: '000000146674797061766966000000006d696631', format: 'AVIF' },
  { hex: '00000018667479706d696631000000006d69663161766966', format: 'AVIF' },
  { hex: '000000146674797068656963000000006d696631', format: 'HEIC' },
  { hex: '00000014667479706d703432000000006d703432', format: undefined },
  { hex: '', format: undefined },
  { hex: '3c737667', format: undefined },
]
for (const { hex, format } of CASES) {
  it(`takes ${hex || 'nothing'} for ${format}`, () => assert.equal(detectFormat(Buffer.from(hex, 'hex')), format))
}
