import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { OnnxAttributes } from "../../ops/operation";
import { onnxTypes, type OnnxGraph, type OnnxNode, type OnnxTensor, type OnnxValue } from "./model";

/** The version of the file format that came with operator set 21 (ONNX 1.16). */
const irVersion = 10;
const operatorSet = 21;
const producer = "netloom";

// Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3, by message.
const modelField = { irVersion: 1, producerName: 2, graph: 7, operatorSets: 8 } as const;
const operatorSetField = { domain: 1, version: 2 } as const;
const graphField = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
const nodeField = { input: 1, output: 2, name: 3, type: 4, attribute: 5, domain: 7 } as const;
const attributeField = {
  name: 1,
  float: 2,
  int: 3,
  string: 4,
  graph: 6,
  ints: 8,
  strings: 9,
  type: 20,
} as const;
const attributeType = { float: 1, int: 2, string: 3, graph: 5, ints: 7, strings: 8 } as const;
const tensorField = { dims: 1, dataType: 2, name: 8, rawData: 9 } as const;
const valueField = { name: 1, type: 2 } as const;
const typeField = { tensor: 1 } as const;
const tensorTypeField = { elementType: 1, shape: 2 } as const;
const shapeField = { dim: 1 } as const;
const dimField = { value: 1, parameter: 2 } as const;

/** The most bytes that a protocol buffer can hold; readers refuse more. */
const maxModelBytes = 2 ** 31 - 1;

/**
 * The bytes of an ONNX model file (`ModelProto`).
 * @throws RangeError if its weights take more than the 2 GiB that the format can hold
 */
export function encodeModel(graph: OnnxGraph): Uint8Array<ArrayBuffer> {
  const weights = graph.initializers.reduce((bytes, { data }) => bytes + data.byteLength, 0);
  if (weights > maxModelBytes)
    throw new RangeError(`an ONNX file holds at most 2 GiB, the weights take ${weights} bytes`);
  const writer = new BinaryWriter();
  int(writer, modelField.irVersion, irVersion);
  string(writer, modelField.producerName, producer);
  message(writer, modelField.graph, () => {
    writeGraph(writer, graph);
  });
  for (const domain of domainsOf(graph)) {
    message(writer, modelField.operatorSets, () => {
      string(writer, operatorSetField.domain, domain);
      int(writer, operatorSetField.version, domain === "" ? operatorSet : 1);
    });
  }
  return writer.finish();
}

/** The operator domains that a graph and the bodies in it use. */
function domainsOf(graph: OnnxGraph, domains = new Set([""])): ReadonlySet<string> {
  for (const { type, body } of graph.nodes) {
    domains.add(splitType(type).domain);
    if (body) domainsOf(body.graph, domains);
  }
  return domains;
}

function writeGraph(writer: BinaryWriter, graph: OnnxGraph): void {
  for (const node of graph.nodes) {
    message(writer, graphField.node, () => {
      writeNode(writer, node);
    });
  }
  string(writer, graphField.name, graph.name);
  for (const tensor of graph.initializers) {
    message(writer, graphField.initializer, () => {
      writeTensor(writer, tensor);
    });
  }
  for (const [field, values] of [
    [graphField.input, graph.inputs],
    [graphField.output, graph.outputs],
  ] as const) {
    for (const value of values) {
      message(writer, field, () => {
        writeValue(writer, value);
      });
    }
  }
}

function writeNode(writer: BinaryWriter, { type, inputs, outputs, attributes, body }: OnnxNode): void {
  const { domain, operator } = splitType(type);
  for (const input of inputs.slice(0, inputs.length - (body?.captured ?? 0)))
    string(writer, nodeField.input, input);
  for (const output of outputs) string(writer, nodeField.output, output);
  string(writer, nodeField.name, `${operator}:${outputs[0] ?? ""}`);
  string(writer, nodeField.type, operator);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, nodeField.attribute, () => {
      writeAttribute(writer, name, value);
    });
  }
  if (body)
    message(writer, nodeField.attribute, () => {
      string(writer, attributeField.name, "body");
      message(writer, attributeField.graph, () => {
        writeGraph(writer, body.graph);
      });
      int(writer, attributeField.type, attributeType.graph);
    });
  if (domain !== "") string(writer, nodeField.domain, domain);
}

function writeAttribute(writer: BinaryWriter, name: string, value: OnnxAttributes[string]): void {
  string(writer, attributeField.name, name);
  if (typeof value === "number") {
    int(writer, attributeField.int, value);
    int(writer, attributeField.type, attributeType.int);
  } else if (typeof value === "string") {
    string(writer, attributeField.string, value);
    int(writer, attributeField.type, attributeType.string);
  } else if ("float" in value) {
    writer.tag(attributeField.float, WireType.Bit32).float(value.float);
    int(writer, attributeField.type, attributeType.float);
  } else if (isStrings(value)) {
    for (const item of value) string(writer, attributeField.strings, item);
    int(writer, attributeField.type, attributeType.strings);
  } else {
    for (const item of value) int(writer, attributeField.ints, item);
    int(writer, attributeField.type, attributeType.ints);
  }
}

function isStrings(list: readonly number[] | readonly string[]): list is readonly string[] {
  return typeof list[0] === "string";
}

function writeTensor(writer: BinaryWriter, { name, type, shape, data }: OnnxTensor): void {
  for (const size of shape) int(writer, tensorField.dims, size);
  int(writer, tensorField.dataType, onnxTypes[type]);
  string(writer, tensorField.name, name);
  writer.tag(tensorField.rawData, WireType.LengthDelimited).bytes(data);
}

function writeValue(writer: BinaryWriter, { name, type, shape }: OnnxValue): void {
  string(writer, valueField.name, name);
  message(writer, valueField.type, () => {
    message(writer, typeField.tensor, () => {
      int(writer, tensorTypeField.elementType, onnxTypes[type]);
      message(writer, tensorTypeField.shape, () => {
        for (const size of shape) {
          message(writer, shapeField.dim, () => {
            if (typeof size === "number") int(writer, dimField.value, size);
            else string(writer, dimField.parameter, size);
          });
        }
      });
    });
  });
}

function splitType(type: string): { domain: string; operator: string } {
  const dot = type.lastIndexOf(".");
  return { domain: type.slice(0, Math.max(dot, 0)), operator: type.slice(dot + 1) };
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}

function int(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function string(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}
