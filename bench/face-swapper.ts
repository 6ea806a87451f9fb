/**
 * Swaps faces between all photos of a folder, tells whether each result is nearer to its source than to its target, and draws
 * them side by side: `node -C vouch-source --require ts-node/register bench/face-swapper.ts FOLDER SHEET.jpg`.
 */
import { readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import { drawContactSheet, type Row } from './contact-sheet.ts'
import { median } from './figures.ts'
import { openSwapStages, type Person, type Swapped } from './swap-stages.ts'

const [FOLDER, SHEET, FILTER = ''] = process.argv.slice(2)

async function main(folder: string, sheet: string): Promise<void> {
  const stages = await openSwapStages()
  const people = new Map<string, Person>()
  for (const file of readdirSync(folder)
    .filter((name) => /\.(png|jpe?g)$/.test(name))
    .sort()) {
    const person = await stages.read(join(folder, file))
    if (person === undefined) console.log(`${file} shows no face.`)
    else people.set(parse(file).name, person)
  }
  const rows: Row[] = []
  const results: Swapped[] = []
  console.log(
    '| source | target | to the source | to the target | nearer to the source | ms |\n|---|---|---|---|---|---|',
  )
  for (const [from, source] of people) {
    for (const [to, target] of people) {
      if (from === to || !`${from}>${to}`.includes(FILTER)) continue
      const result = await stages.swap(source, target)
      results.push(result)
      rows.push({ source, target, result: result.picture })
      const [toSource, toTarget] = [result.toSource, result.toTarget].map((distance) => distance.toFixed(3))
      console.log(
        `| ${from} | ${to} | ${toSource} | ${toTarget} | ${isNear(result) ? 'yes' : 'no'} | ${result.ms.toFixed(0)} |`,
      )
    }
  }
  const ms = median(results.map((result) => result.ms)).toFixed(0)
  console.log(`Nearer to the source: ${results.filter(isNear).length} of ${results.length}; median ${ms} ms.`)
  await drawContactSheet(rows, sheet)
}

function isNear({ toSource, toTarget }: Swapped): boolean {
  return toSource < toTarget
}

if (FOLDER === undefined || SHEET === undefined) throw new Error('Expected a folder of photos and the path of a sheet.')
main(FOLDER, SHEET)
