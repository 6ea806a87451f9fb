import type { GherkinDocument } from '@cucumber/messages'
import type { Location } from '../contract/contract.ts'

/** Where every node of a feature file stands that has an id: scenarios, rows of outlines, steps. */
export function placesOf(document: GherkinDocument): Map<string, Location> {
  const places = new Map<string, Location>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('id' in node && 'location' in node) {
      const { line, column = 1 } = node.location as { line: number; column?: number }
      places.set(String(node.id), { uri: document.uri ?? '', line, column })
    }
    for (const child of Object.values(node)) visit(child)
  }
  visit(document)
  return places
}
