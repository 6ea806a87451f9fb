import type { Mesh, Point3 } from '#runtime/face-mesh'

const STEPS = 100

/**
 * Turns, scales and shifts a mesh in space so that its points come nearest to those of another in the sense of least squares.
 * Source: B. K. P. Horn, Closed-form solution of absolute orientation using unit quaternions, JOSA A 4(4), 1987.
 *
 * @param to as many points as `from`, in the same order
 */
export function alignMesh(from: Mesh, to: Mesh): Mesh {
  const [fromCentre, toCentre] = [findCentre(from), findCentre(to)]
  const rotation = findRotation(findCovariance(from, fromCentre, to, toCentre))
  const turned = from.map((point) => turn(rotation, subtract(point, fromCentre)))
  let [along, spread] = [0, 0]
  turned.forEach((point, index) => {
    along += dot(point, subtract(to[index] as Point3, toCentre))
    spread += dot(point, point)
  })
  const scale = along / spread
  return turned.map(([x, y, z]) => [toCentre[0] + x * scale, toCentre[1] + y * scale, toCentre[2] + z * scale])
}

type Quaternion = readonly [w: number, x: number, y: number, z: number]

/** @returns nine sums of products: x of `from` with x, y, z of `to`, then y, then z */
function findCovariance(from: Mesh, fromCentre: Point3, to: Mesh, toCentre: Point3): number[] {
  const sums = new Array<number>(9).fill(0)
  from.forEach((point, index) => {
    const [p, q] = [subtract(point, fromCentre), subtract(to[index] as Point3, toCentre)]
    for (let cell = 0; cell < 9; cell++) {
      sums[cell] = (sums[cell] as number) + (p[Math.floor(cell / 3)] as number) * (q[cell % 3] as number)
    }
  })
  return sums
}

/** The quaternion is the eigenvector of the largest eigenvalue of Horn's matrix, found by its powers. */
function findRotation(covariance: readonly number[]): Quaternion {
  const rows = arrangeHorn(covariance)
  const shift = Math.max(...rows.map((row) => row.reduce<number>((sum, value) => sum + Math.abs(value), 0))) // makes the largest the largest in size, too
  let quaternion: Quaternion = [1, 0, 0, 0]
  for (let step = 0; step < STEPS; step++) {
    const next = rows.map((row, index) => {
      return row.reduce<number>(
        (sum, value, column) => sum + value * (quaternion[column] as number),
        shift * (quaternion[index] as number),
      )
    })
    const length = Math.hypot(...next)
    quaternion = next.map((value) => value / length) as unknown as Quaternion
  }
  return quaternion
}

function arrangeHorn(covariance: readonly number[]): readonly Quaternion[] {
  const [xx, xy, xz] = covariance.slice(0, 3) as unknown as Point3
  const [yx, yy, yz] = covariance.slice(3, 6) as unknown as Point3
  const [zx, zy, zz] = covariance.slice(6, 9) as unknown as Point3
  return [
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ]
}

function turn([w, x, y, z]: Quaternion, [px, py, pz]: Point3): Point3 {
  const [tx, ty, tz] = [2 * (y * pz - z * py), 2 * (z * px - x * pz), 2 * (x * py - y * px)]
  return [px + w * tx + y * tz - z * ty, py + w * ty + z * tx - x * tz, pz + w * tz + x * ty - y * tx]
}

function findCentre(mesh: Mesh): Point3 {
  const sum = mesh.reduce<Point3>((total, [x, y, z]) => [total[0] + x, total[1] + y, total[2] + z], [0, 0, 0])
  return [sum[0] / mesh.length, sum[1] / mesh.length, sum[2] / mesh.length]
}

function subtract(a: Point3, b: Point3): Point3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

function dot(a: Point3, b: Point3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
