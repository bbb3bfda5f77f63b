import { t } from "@vscode/l10n";
import type { InferContext, Port, Layer } from "../layers/layer";
import type { Parameters } from "../parameters/parameter";
import { anyNumber, anyWhole, type Range } from "../layers/range";
import { pathOf } from "../tensor/path";
import { at, sizeOf } from "../tensor/tensor";
import { withChosenInit } from "./chosenInit";
import { edgeAt } from "./edgeAt";
import type { Graph } from "./graph";
import type { GraphType } from "../tensor/graphType";
import { hasBatch, showShape } from "../tensor/graphType";
import type { LinkedNode } from "./links";
import { nameInput } from "./links";
import type { Problem, Subject, TextRange } from "./problem";
import { LayerProblem } from "../layers/LayerProblem";
import { sizeProblem } from "./sizes";
import type { Source, TypedNode } from "./typedGraph";
import type { DatasetFacts } from "../data/catalog/facts";

export type InferredTypes = Pick<
  TypedNode,
  "inputs" | "outputs" | "ranges" | "domains" | "weights" | "parameterCount" | "multiplyAdds" | "saved"
>;

/** Infers one node from its sources' outputs. Reports nothing if something upstream is missing. */
export function inferNode(
  graph: Graph,
  linked: LinkedNode,
  typeOf: (source: Source) => GraphType | undefined,
  rangeOf: (source: Source) => Range,
  facts: DatasetFacts | undefined,
): { readonly types: InferredTypes; readonly problems: Problem[] } {
  const arriving = Object.fromEntries(
    linked.inputPorts.map((port) => [
      port.name,
      sourcesAt(linked, port).map((source) => ({ source, type: typeOf(source) })),
    ]),
  );
  const inputs = Object.fromEntries(
    Object.entries(arriving).map(([port, wires]) => [
      port,
      wires.flatMap(({ type }) => (type ? [type] : [])),
    ]),
  );
  const nothing: InferredTypes = {
    inputs,
    outputs: {},
    ranges: {},
    domains: {},
    weights: {},
    parameterCount: 0,
    multiplyAdds: 0,
    saved: 0,
  };
  const problems = linked.inputPorts.flatMap((port) =>
    portProblems(graph, linked, port, arriving[port.name] ?? []),
  );
  const blocked =
    (linked.broken?.size ?? 0) > 0 ||
    Object.values(arriving).some((wires) => wires.some(({ type }) => !type));
  if (problems.length > 0 || blocked || !linked.params) return { types: nothing, problems };

  const context: InferContext<Parameters> = {
    params: linked.params,
    inputs,
    input: (port) => at(inputs[port] ?? [], 0),
    facts,
  };
  try {
    const outputs = withUnits(linked.layer, linked.layer.infer(context), inputs);
    const { weights, problems: unfit } = withChosenInit(linked.layer.weights?.(context) ?? {}, linked.params);
    const tooLarge = sizeProblem(linked.node, outputs, weights);
    if (tooLarge) return { types: nothing, problems: [tooLarge] };
    const parameterCount = Object.values(weights)
      .filter(({ trainable }) => trainable)
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const multiplyAdds = linked.layer.multiplyAdds?.({ ...context, outputs }) ?? 0;
    const saved = linked.layer.saves?.(context) ?? 0;
    const domains = linked.layer.domains?.(context) ?? {};
    const ranges = outputRanges(linked, context, outputs, rangeOf);
    return {
      types: { inputs, outputs, ranges, domains, weights, parameterCount, multiplyAdds, saved },
      problems: unfit.map((problem) => problemOf(graph, linked, problem, [])),
    };
  } catch (error) {
    const sources = Object.values(arriving).flat();
    return { types: nothing, problems: [problemOf(graph, linked, error, sources)] };
  }
}

/** The outputs with the axis of their units, if known. */
function withUnits(
  layer: Layer,
  outputs: Readonly<Record<string, GraphType>>,
  inputs: Readonly<Record<string, readonly GraphType[]>>,
): Record<string, GraphType> {
  const arriving = Object.values(inputs).flat()[0];
  return Object.fromEntries(
    Object.entries(outputs).map(([port, type]) => {
      const units = unitAxis(layer, type, arriving);
      return [port, units === type.units ? type : { ...type, units }];
    }),
  );
}

function unitAxis({ units }: Layer, type: GraphType, arriving: GraphType | undefined): number | undefined {
  const rank = type.shape.length;
  if (units !== undefined) return rank < 2 ? undefined : units === "channels" ? 1 : rank - 1;
  return type.units ?? (arriving?.shape.length === rank ? arriving.units : undefined);
}

/** The range of each output's values, as declared by the layer. */
function outputRanges(
  { node, layer, incoming }: LinkedNode,
  context: InferContext<Parameters>,
  outputs: Readonly<Record<string, GraphType>>,
  rangeOf: (source: Source) => Range,
): Record<string, Range> {
  const arriving = (port: string) => (incoming[port] ?? []).map(rangeOf);
  const declared = layer.ranges?.({
    ...context,
    node: node.id,
    outputs,
    ranges: arriving,
    range: (port) => at(arriving(port), 0),
  });
  return Object.fromEntries(
    Object.entries(outputs).map(([port, { dtype }]) => [
      port,
      declared?.[port] ?? (dtype === "int32" ? anyWhole : anyNumber),
    ]),
  );
}

interface Wire {
  readonly source: Source;
  readonly type: GraphType | undefined;
}

function sourcesAt(linked: LinkedNode, port: Port): readonly Source[] {
  return linked.incoming[port.name] ?? [];
}

/** A missing wire, or one with the wrong number type. */
function portProblems(graph: Graph, linked: LinkedNode, port: Port, wires: readonly Wire[]): Problem[] {
  const { node } = linked;
  if (wires.length === 0) {
    if (port.optional || linked.broken?.has(port.name)) return [];
    return [
      error(
        "missing-input",
        t('Nothing is connected to "{0}". Draw a wire to it from an output.', nameInput(linked, port)),
        node.places.id,
        {
          node: node.id,
          port: port.name,
        },
      ),
    ];
  }
  const wanted = port.dtype ?? "float32";
  if (wanted === "any") return [];
  return wires.flatMap(({ source, type }) =>
    !type || type.dtype === wanted
      ? []
      : [
          error(
            "dtype-mismatch",
            dtypeMessage(linked, port, source, wanted),
            placeOfWire(graph, linked, source),
            {
              node: node.id,
              port: port.name,
              edge: source.edge,
            },
          ),
        ],
  );
}

function dtypeMessage(linked: LinkedNode, port: Port, source: Source, wanted: "float32" | "int32"): string {
  return wanted === "int32"
    ? t(
        '"{0}" takes whole numbers (int32), such as class labels, but "{1}" outputs float32. Connect an output of whole numbers.',
        nameInput(linked, port),
        named(source),
      )
    : t(
        '"{0}" takes float32, but "{1}" outputs whole numbers (int32). Connect a float32 output.',
        nameInput(linked, port),
        named(source),
      );
}

/** How many wires a message lists. */
const mostGiven = 8;

/** A layer's own message, with the nodes that its input shapes come from. */
function problemOf(graph: Graph, linked: LinkedNode, thrown: unknown, wires: readonly Wire[]): Problem {
  const { node } = linked;
  if (!(thrown instanceof LayerProblem))
    return error(
      "layer-failed",
      t(
        "{0}: {1} could not infer its shapes ({2}). Please report this together with the model.",
        node.id,
        linked.layer.type,
        String(thrown),
      ),
      node.places.type,
      { node: node.id },
    );
  const { param, port } = thrown.at;
  const wire = port === undefined ? undefined : linked.incoming[port]?.at(-1);
  const range =
    (param !== undefined && Object.hasOwn(node.places.params, param)
      ? node.places.params[param]
      : undefined) ?? (wire ? placeOfWire(graph, linked, wire) : node.places.type);
  const shown = wires
    .slice(0, mostGiven)
    .map(({ source, type }) => (type ? given(source, type) : ""))
    .concat(wires.length > mostGiven ? "…" : [])
    .join(", ");
  return error(
    thrown.code,
    shown === ""
      ? t("{0}: {1}", node.id, thrown.message)
      : t("{0}: {1} ({2})", node.id, thrown.message, shown),
    range,
    { node: node.id, param, port, edge: wire?.edge },
  );
}

/** Describes a wire's shape. Shapes are shown without the batch, so a tensor without one is marked as such. */
function given(source: Source, type: GraphType): string {
  return hasBatch(type)
    ? t("{0} gives {1}", named(source), showShape(type))
    : t("{0} gives {1} without a batch", named(source), showShape(type));
}

function named({ node, port }: Source): string {
  return port === "output" ? node : pathOf(node, port);
}

function placeOfWire(graph: Graph, linked: LinkedNode, source: Source): TextRange {
  return edgeAt(graph, source.edge)?.place ?? linked.node.places.id;
}

function error(code: string, message: string, range: TextRange, subject: Subject): Problem {
  return { code, severity: "error", message, range, ...subject };
}
