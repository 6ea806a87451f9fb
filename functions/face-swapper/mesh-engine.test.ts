import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Mesh, Point3 } from '#runtime/face-mesh'
import { placeWarpedFace } from './mesh-engine.ts'
import { CHIN, EYE_CORNERS, FOREHEAD, OVAL, TEMPLES } from './mesh-places.ts'
import { MIRRORED } from './mirrored-points.ts'
import { measureArea, triangulateFace } from './triangulate.ts'
import { measureVisibility } from './visible-skin.ts'

const PLACES = new Map<number, readonly [number, number]>([
  [TEMPLES[0], [-1, 0]],
  [TEMPLES[1], [1, 0]],
  [FOREHEAD, [0, -1]],
  [CHIN, [0, 1]],
  [EYE_CORNERS[0], [-0.5, -0.3]],
  [EYE_CORNERS[1], [0.5, -0.3]],
])

/** A half ball whose two halves are mirrored, turned to a side by an angle in degrees, around (100, 100). */
function makeHead(degrees = 0): Mesh {
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return MIRRORED.map((mirrored, index): Point3 => {
    const [u, v] = placePoint(index, mirrored)
    const depth = -Math.sqrt(Math.max(0, 1 - u * u - v * v))
    return [100 + 60 * (u * cosine - depth * sine), 100 + 60 * v, 60 * (depth * cosine + u * sine)]
  })
}

function placePoint(index: number, mirrored: number): readonly [number, number] {
  const place = PLACES.get(index)
  if (place !== undefined) return place
  const onBorder = OVAL.includes(index)
  const seed = Math.min(index, mirrored)
  const angle = (onBorder ? Math.min(OVAL.indexOf(index), OVAL.indexOf(mirrored)) / 36 : seed * 0.618) * 2 * Math.PI
  const radius = onBorder ? 1 : 0.9 * Math.sqrt(((seed * 7) % 468) / 468 + 0.01)
  const [x, y] = [Math.abs(Math.sin(angle)) * radius, -Math.cos(angle) * radius]
  if (index === mirrored) return [0, y]
  return [index < mirrored ? -x : x, y]
}

const white = (side: number) =>
  ({ pixels: new Uint8Array(side * side * 3).fill(255), width: side, height: side, channels: 3 }) as const

describe('triangulateFace', () => {
  for (const degrees of [0, 60]) {
    it(`lays triangles over a head turned by ${degrees} degrees that hide nothing of it`, () => {
      const head = makeHead(degrees)
      const areas = triangulateFace(head).map(([a, b, c]) =>
        measureArea(head[a] as Point3, head[b] as Point3, head[c] as Point3),
      )
      const seen = areas.filter((area) => area > 0).reduce((sum, area) => sum + area / 2, 0)
      const half = (Math.PI * 60 * 60) / 2
      // half a disc, and half an ellipse on the side that turns away
      const expected = half + half * Math.cos((degrees * Math.PI) / 180)
      assert.ok(Math.abs(seen / expected - 1) < 0.08, `${seen} of ${expected}`)
    })
  }
})

describe('measureVisibility', () => {
  it('does not see the temple that a head turns away, nor what lies beyond the border', () => {
    const visibility = measureVisibility({ picture: white(200), mesh: makeHead(50) })
    assert.deepEqual(TEMPLES.map((index) => visibility[index]).toSorted(), [0, 1])
    const cut = measureVisibility({ picture: { ...white(200), width: 100 }, mesh: makeHead() })
    assert.equal(cut[EYE_CORNERS[1]], 0)
    assert.equal(cut[EYE_CORNERS[0]], 1)
  })
})

describe('placeWarpedFace', () => {
  it('draws a half that the source does not show from the other half, mirrored', () => {
    const picture = white(200)
    // what lies at one side is black: the skin of the half that is turned away
    for (let at = 0; at < picture.pixels.length; at++) if (Math.floor(at / 3) % 200 >= 98) picture.pixels[at] = 0
    const source = { picture, mesh: makeHead(-50) }
    const { draw } = placeWarpedFace(source, { picture: white(200), mesh: makeHead() })
    const drawn = draw({ left: 0, top: 0, width: 200, height: 200, cell: 1 })
    const [left, right] = [60, 140].map((x) => drawn[(100 * 200 + x) * 3])
    assert.deepEqual([left, right], [255, 255])
  })

  it("keeps the target's outline", () => {
    const { layout } = placeWarpedFace(
      { picture: white(200), mesh: makeHead(20) },
      { picture: white(200), mesh: makeHead(-20) },
    )
    for (const index of OVAL) assert.deepEqual(layout.mesh[index], makeHead(-20)[index])
  })
})
