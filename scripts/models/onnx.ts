import protobuf from 'protobufjs'

/** How the sizes of tensors and the lists of attributes are written; readers take both, but the bytes differ. */
export type Lists = 'packed' | 'unpacked'

/** The messages of ONNX that a model file holds, with the names and field numbers of onnx.proto. */
const describeSchema = (lists: Lists) => `syntax = "proto2";
message Attribute { optional string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4;
  optional Tensor t = 5; optional Graph g = 6; repeated float floats = 7; repeated int64 ints = 8 [packed = ${lists === 'packed'}]; repeated bytes strings = 9;
  repeated Tensor tensors = 10; repeated Graph graphs = 11; optional string docString = 13; optional int32 type = 20; }
message Node { repeated string input = 1; repeated string output = 2; optional string name = 3; optional string opType = 4;
  repeated Attribute attribute = 5; optional string docString = 6; optional string domain = 7; }
message Tensor { repeated int64 dims = 1 [packed = ${lists === 'packed'}]; optional int32 dataType = 2; repeated float floatData = 4 [packed = true];
  repeated int32 int32Data = 5 [packed = true]; repeated bytes stringData = 6; repeated int64 int64Data = 7 [packed = true];
  optional string name = 8; optional bytes rawData = 9; repeated double doubleData = 10 [packed = true];
  repeated uint64 uint64Data = 11 [packed = true]; optional string docString = 12; }
message Dimension { optional int64 dimValue = 1; optional string dimParam = 2; }
message Shape { repeated Dimension dim = 1; }
message TensorType { optional int32 elemType = 1; optional Shape shape = 2; }
message ValueType { optional TensorType tensorType = 1; }
message ValueInfo { optional string name = 1; optional ValueType type = 2; optional string docString = 3; }
message Graph { repeated Node node = 1; optional string name = 2; repeated Tensor initializer = 5; optional string docString = 10;
  repeated ValueInfo input = 11; repeated ValueInfo output = 12; repeated ValueInfo valueInfo = 13; }
message OperatorSet { optional string domain = 1; optional int64 version = 2; }
message Property { optional string key = 1; optional string value = 2; }
message Model { optional int64 irVersion = 1; optional string producerName = 2; optional string producerVersion = 3;
  optional string domain = 4; optional int64 modelVersion = 5; optional string docString = 6; optional Graph graph = 7;
  repeated OperatorSet opsetImport = 8; repeated Property metadataProps = 14; }`

/** Without `resolveAll`, protobufjs 7 leaves `packed` out of account. */
const describeModel = (lists: Lists) =>
  protobuf.parse(describeSchema(lists), { keepCase: true }).root.resolveAll().lookupType('Model')

const MODEL = { packed: describeModel('packed'), unpacked: describeModel('unpacked') }

/** ONNX's numbers for the types of a tensor's values. */
export const DATA_TYPE = { float32: 1, uint8: 2, int64: 7, float16: 10 } as const

export interface OnnxAttribute {
  name: string
  i?: number
  ints?: number[]
  type: number
}

export interface OnnxNode {
  input: string[]
  output: string[]
  name: string
  opType: string
  attribute: OnnxAttribute[]
}

export interface OnnxTensor {
  dims: number[]
  dataType: number
  floatData?: number[]
  name: string
  rawData?: Uint8Array
}

export interface OnnxDimension {
  dimValue?: number
  dimParam?: string
}

export interface OnnxValue {
  name: string
  type: { tensorType: { elemType: number; shape: { dim: OnnxDimension[] } } }
}

export interface OnnxGraph {
  node: OnnxNode[]
  name: string
  initializer: OnnxTensor[]
  input: OnnxValue[]
  output: OnnxValue[]
  valueInfo?: OnnxValue[]
}

export interface OnnxModel {
  irVersion: number
  producerName: string
  graph: OnnxGraph
  opsetImport: { domain: string; version: number }[]
}

/** Reads an ONNX file. Numbers of 64 bits come as protobufjs reads them: use `Number()`. */
export function readOnnx(file: Uint8Array): OnnxModel {
  return MODEL.packed.decode(file) as unknown as OnnxModel
}

/** Writes an ONNX file, fields in the order of their numbers, so that equal models are equal bytes. */
export function writeOnnx(model: OnnxModel, lists: Lists): Uint8Array {
  return MODEL[lists].encode(model).finish()
}
