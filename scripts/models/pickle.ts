/** A name that a pickle refers to, with the arguments of its call; nothing is ever looked up or executed. */
export interface Reference {
  readonly name: string
  readonly args?: unknown[]
}

type Resolve = (id: unknown[]) => unknown

const refuse: Resolve = () => {
  throw new Error('Expected a pickle without persistent ids but received one')
}

/** Reads the part of Python's pickle format, protocol 2, that a torch state dict uses, one pickle after another. */
export class PickleReader {
  position = 0
  readonly #bytes: Buffer
  #stack: unknown[] = []
  #marks: number[] = []
  #memo = new Map<number, unknown>()
  #resolve: Resolve = refuse

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /**
   * The next pickle: dictionaries as Map, tuples and lists as arrays, numbers beyond 32 bits as bigint.
   * @throws Error at an operation that is not of this part
   */
  read(resolve: Resolve = refuse): unknown {
    this.#stack = []
    this.#marks = []
    this.#memo = new Map()
    this.#resolve = resolve
    for (;;) {
      const operation = this.#byte()
      if (operation === 0x2e) return this.#stack.pop()
      const step = this.#operations[operation]
      if (!step) throw new Error(`Expected an operation of a state dict but received 0x${operation.toString(16)}`)
      step()
    }
  }

  readonly #operations: Record<number, () => void> = {
    128: () => this.#byte(),
    138: () => this.#push(this.#long(this.#byte())),
    74: () => this.#push(this.#take(4).readInt32LE()),
    75: () => this.#push(this.#byte()),
    77: () => this.#push(this.#take(2).readUInt16LE()),
    88: () => this.#push(this.#take(this.#uint32()).toString('utf8')),
    125: () => this.#push(new Map()),
    93: () => this.#push([]),
    41: () => this.#push([]),
    78: () => this.#push(null),
    136: () => this.#push(true),
    137: () => this.#push(false),
    40: () => this.#marks.push(this.#stack.length),
    116: () => this.#push(this.#popMark()),
    133: () => this.#push(this.#stack.splice(-1)),
    134: () => this.#push(this.#stack.splice(-2)),
    135: () => this.#push(this.#stack.splice(-3)),
    115: () => this.#setItems(this.#stack.splice(-2)),
    117: () => this.#setItems(this.#popMark()),
    97: () => this.#append(this.#stack.splice(-1)),
    101: () => this.#append(this.#popMark()),
    113: () => this.#memo.set(this.#byte(), this.#stack.at(-1)),
    114: () => this.#memo.set(this.#uint32(), this.#stack.at(-1)),
    104: () => this.#push(this.#memo.get(this.#byte())),
    106: () => this.#push(this.#memo.get(this.#uint32())),
    99: () => this.#push({ name: `${this.#line()}.${this.#line()}` } satisfies Reference),
    82: () => this.#reduce(),
    98: () => this.#stack.pop(),
    81: () => this.#push(this.#resolve(this.#stack.pop() as unknown[])),
  }

  #push(value: unknown): void {
    this.#stack.push(value)
  }

  #take(length: number): Buffer {
    const end = this.position + length
    if (end > this.#bytes.length) throw new Error(`Expected ${length} more bytes of the pickle but received its end`)
    const part = this.#bytes.subarray(this.position, end)
    this.position = end
    return part
  }

  #byte(): number {
    return this.#take(1).readUInt8()
  }

  #uint32(): number {
    return this.#take(4).readUInt32LE()
  }

  #long(length: number): bigint {
    return this.#take(length).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
  }

  #line(): string {
    const end = this.#bytes.indexOf(10, this.position)
    return this.#take(end + 1 - this.position)
      .toString('utf8')
      .trimEnd()
  }

  #popMark(): unknown[] {
    return this.#stack.splice(this.#marks.pop() ?? 0)
  }

  #setItems(items: unknown[]): void {
    const target = this.#stack.at(-1) as Map<unknown, unknown>
    for (let index = 0; index < items.length; index += 2) target.set(items[index], items[index + 1])
  }

  #append(items: unknown[]): void {
    const target = this.#stack.at(-1) as unknown[]
    target.push(...items)
  }

  #reduce(): void {
    const args = this.#stack.pop() as unknown[]
    const { name } = this.#stack.pop() as Reference
    this.#push(name === 'collections.OrderedDict' ? new Map() : { name, args })
  }
}
