import type { Face } from './local-function.ts'
import { type Match, measurePointErrors } from './match-faces.ts'

const POINTS = ['left eye', 'right eye', 'nose', 'left of mouth', 'right of mouth']

export function printHead(): void {
  console.log(
    `| photo | score | box, IoU | detector's points, worst | mesh, worst | its ${POINTS.join(', ')} |\n|${' --- |'.repeat(6)}`,
  )
}

/** @param refined the same face, its points placed by the mesh */
export function printMatch({ mark, face, overlap }: Match, refined: Face | undefined): void {
  if (face === undefined || refined === undefined) {
    console.log(`| ${mark.photo} | not found |${' |'.repeat(4)}`)
    return
  }
  const [coarse, fine] = [face, refined].map((one) => measurePointErrors(mark.landmarks ?? [], one)) as [
    number[],
    number[],
  ]
  const worst = (errors: readonly number[]) => (errors.length === 0 ? 'not marked' : Math.max(...errors).toFixed(3))
  const each = fine.map((error) => error.toFixed(3)).join(', ')
  console.log(`| ${mark.photo} | ${face.score} | ${overlap.toFixed(2)} | ${worst(coarse)} | ${worst(fine)} | ${each} |`)
}
