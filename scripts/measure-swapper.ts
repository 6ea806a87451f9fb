/**
 * Swaps faces between all photos of a folder, tells whether each result is nearer to its source than to its target, and draws
 * them side by side: `node -C vouch-source --require ts-node/register scripts/measure-swapper.ts FOLDER SHEET.jpg`.
 */
import { readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import { drawContactSheet, type Row } from './measure/contact-sheet.ts'
import { openSwapStages, type Person, type Swapped } from './measure/swap-stages.ts'

const [FOLDER, SHEET, FILTER = ''] = process.argv.slice(2)

async function main(folder: string, sheet: string): Promise<void> {
  const stages = await openSwapStages()
  const people = await readPeople(folder, stages)
  const rows: Row[] = []
  const results: Swapped[] = []
  console.log(
    '| source | target | to the source | to the target | nearer to the source | ms |\n|---|---|---|---|---|---|',
  )
  for (const [from, to] of listPairs(people)) {
    const result = await stages.swap(from.person, to.person)
    results.push(result)
    rows.push({ source: from.person, target: to.person, result: result.picture })
    const [toSource, toTarget] = [result.toSource, result.toTarget].map((distance) => distance.toFixed(3))
    const cells = [from.name, to.name, toSource, toTarget, isNear(result) ? 'yes' : 'no', result.ms.toFixed(0)]
    console.log(`| ${cells.join(' | ')} |`)
  }
  const times = results.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const median = (times[times.length >> 1] ?? Number.NaN).toFixed(0)
  console.log(`Nearer to the source: ${results.filter(isNear).length} of ${results.length}; median ${median} ms.`)
  await drawContactSheet(rows, sheet)
}

type Named = Readonly<{ name: string; person: Person }>

async function readPeople(folder: string, stages: Awaited<ReturnType<typeof openSwapStages>>): Promise<Named[]> {
  const people: Named[] = []
  for (const file of readdirSync(folder).sort()) {
    if (!/\.(png|jpe?g)$/.test(file)) continue
    const person = await stages.read(join(folder, file))
    if (person === undefined) console.log(`${file} shows no face.`)
    else people.push({ name: parse(file).name, person })
  }
  return people
}

/** @returns each onto each other, as far as their names have the filter in them */
function listPairs(people: readonly Named[]): (readonly [Named, Named])[] {
  return people.flatMap((from) =>
    people.filter((to) => from !== to && `${from.name}>${to.name}`.includes(FILTER)).map((to) => [from, to] as const),
  )
}

function isNear({ toSource, toTarget }: Swapped): boolean {
  return toSource < toTarget
}

if (FOLDER === undefined || SHEET === undefined) throw new Error('Expected a folder of photos and the path of a sheet.')
main(FOLDER, SHEET)
