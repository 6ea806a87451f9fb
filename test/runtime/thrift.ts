/** A value of Thrift: a struct is a map from field numbers, a 64-bit number is a bigint. */
export type ThriftValue = number | bigint | string | ThriftValue[] | ThriftStruct
export type ThriftStruct = Map<number, ThriftValue>

const STOP = 0
const STRICT_VERSION = 0x8001

/**
 * Reads a message of Thrift's binary protocol, as Jaeger's agent takes it on its UDP port 6832.
 * Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md
 */
export function readThriftMessage(packet: Buffer): { name: string; body: ThriftStruct } {
  const reader = new BinaryReader(packet)
  const version = reader.readI32() >>> 16
  if (version !== STRICT_VERSION) throw new Error(`Expected a strict Thrift message but received ${version}.`)
  const name = reader.readString()
  reader.readI32()
  return { name, body: reader.readStruct() }
}

class BinaryReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  readI32(): number {
    return this.#bytes.readInt32BE(this.#take(4))
  }

  readString(): string {
    const length = this.readI32()
    const start = this.#take(length)
    return this.#bytes.toString('utf8', start, start + length)
  }

  readStruct(): ThriftStruct {
    const fields: ThriftStruct = new Map()
    for (let type = this.#readByte(); type !== STOP; type = this.#readByte()) {
      const id = this.#bytes.readInt16BE(this.#take(2))
      fields.set(id, this.#readValue(type))
    }
    return fields
  }

  #readValue(type: number): ThriftValue {
    if (type === 2 || type === 3) return this.#readByte()
    if (type === 4) return this.#bytes.readDoubleBE(this.#take(8))
    if (type === 6) return this.#bytes.readInt16BE(this.#take(2))
    if (type === 8) return this.readI32()
    if (type === 10) return this.#bytes.readBigInt64BE(this.#take(8))
    if (type === 11) return this.readString()
    if (type === 12) return this.readStruct()
    if (type === 15) return this.#readList()
    throw new Error(`Expected a type of Jaeger's messages but received ${type}.`)
  }

  #readList(): ThriftValue[] {
    const type = this.#readByte()
    return Array.from({ length: this.readI32() }, () => this.#readValue(type))
  }

  #readByte(): number {
    return this.#bytes.readInt8(this.#take(1))
  }

  #take(length: number): number {
    const start = this.#at
    this.#at += length
    return start
  }
}
