/** What the fake of GitHub remembers, for one repository. */
export interface FakeComment {
  readonly id: number
  body: string
  readonly user: { readonly id: number; readonly login: string } | null
}

export interface FakePull {
  readonly number: number
  readonly state: 'open' | 'closed'
  readonly merged_at: string | null
  readonly merge_commit_sha: string | null
}

/** An answer that is given instead of the real one, so many times. */
export interface PlannedFailure {
  readonly call: RegExp
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  times: number
}

export class FakeState {
  /** 'commits/SHA' or 'issues/N' -> its comments; a place that is not here does not exist */
  readonly places = new Map<string, FakeComment[]>()
  readonly pullsOf = new Map<string, FakePull[]>()
  readonly failures: PlannedFailure[] = []
  /** runs once, right before the next comment is stored: another writer at the same moment */
  beforeCreate: (() => void) | null = null
  #nextId = 1

  addPlace(place: string): void {
    this.places.set(place, [])
  }

  addComment(place: string, user: FakeComment['user'], body: string): FakeComment {
    const comment = { id: this.#nextId, body, user }
    this.#nextId += 1
    this.commentsOn(place).push(comment)
    return comment
  }

  commentsOn(place: string): FakeComment[] {
    const comments = this.places.get(place)
    if (comments === undefined) throw new RangeError(`Expected a place that was added but received ${place}`)
    return comments
  }

  /** A comment of commits or of issues by its id, with the list that holds it. */
  find(kind: string, id: number): { comment: FakeComment; list: FakeComment[] } | null {
    for (const [place, list] of this.places) {
      const comment = place.startsWith(kind) ? list.find((one) => one.id === id) : undefined
      if (comment) return { comment, list }
    }
    return null
  }
}
