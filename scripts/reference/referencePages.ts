import { clippings } from "../../engine/clipping";
import { showShape } from "../../engine/tensor/graphType";
import { initializers } from "../../engine/initializers";
import { layers } from "../../engine/layers";
import { categories, type Layer, type Port } from "../../engine/layers/layer";
import type { Reference } from "../../engine/parameters/reference";
import type { Parameters } from "../../engine/parameters/parameter";
import { weightParams } from "../../engine/layers/weightParams";
import { metrics } from "../../engine/metrics";
import { optimizers } from "../../engine/optimizers";
import { schedules } from "../../engine/schedules";
import { activationCurve } from "./activationCurve";
import { curveSvg } from "./curveSvg";
import { exampleOf } from "./exampleOf";
import { code, formula, page, parameterTable, section, sourceList, table } from "./markdown";

const notice = "<!-- Made from the records by `npm run reference`. -->";

/** Every file of docs/reference by its path there, generated from the registries. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const layer of layers.values()) {
    const curve = layer.category === "activation" ? await activationCurve(layer) : undefined;
    const picture = curve && `layers/${layer.type}.svg`;
    if (picture) files.set(picture, curveSvg(layer.type, curve));
    files.set(`layers/${layer.type}.md`, layerPage(layer, curve?.width));
  }
  for (const rule of optimizers.values()) files.set(`optimizers/${rule.type}.md`, optimizerPage(rule));
  files.set("weights.md", weightsPage());
  files.set(
    "schedules.md",
    listPage("Schedules", "How the learning rate changes during training, set as `training.schedule`.", [
      ...schedules.values(),
    ]),
  );
  files.set(
    "clipping.md",
    listPage("Clipping", "How gradients are limited, set as `training.clipping`.", [...clippings.values()]),
  );
  files.set(
    "initializers.md",
    listPage("Initialisers", "How weights are initialised, set as `weightInit` and `biasInit` of a node.", [
      ...initializers.values(),
    ]),
  );
  files.set("metrics.md", metricsPage());
  files.set("README.md", indexPage());
  return files;
}

function layerPage(layer: Layer, width: number | undefined): string {
  const { type, summary, reference, inputs, outputs, params } = layer;
  const example = exampleOf(layer);
  const ports = typeof outputs === "function" ? (example?.node.outputPorts ?? []) : outputs;
  const curve =
    width === undefined
      ? []
      : [
          `![The curve of ${type}](${type}.svg)`,
          width === 1
            ? "Solid: the value. Dashed: its slope."
            : `Solid: the first output for x, followed by ${String(width - 1)} zeros. Dashed: its slope.`,
        ];
  return page([
    `# ${type}`,
    notice,
    summary,
    ...section("Formula", formula(reference.formula)),
    ...curve,
    ...section("Shapes", reference.shapes.replace(/[*_]/g, "\\$&")),
    ...section("Parameters", parameterTable(params)),
    layer.weights
      ? "It has weights, so it takes [the parameters of nodes with weights](../weights.md) too."
      : "",
    ...section("Inputs", portTable(inputs)),
    ...section("Outputs", portTable(ports)),
    ...section("Gradient", formula(reference.gradient)),
    ...section("Example", example ? exampleText(layer, example.params, example.node) : ""),
    ...section("Sources", sourceList(reference.sources)),
  ]);
}

function portTable(ports: readonly Port[]): string {
  return table(
    ["port", "numbers", "meaning"],
    ports.map(({ name, dtype = "float32", many, optional, help = "" }) => [
      code(name),
      [
        dtype === "any" ? "float32 or int32" : dtype,
        many && "any number of wires",
        optional && "may stay unconnected",
      ]
        .filter(Boolean)
        .join(", "),
      help,
    ]),
  );
}

function exampleText(
  { type, inputs }: Layer,
  params: Readonly<Record<string, unknown>>,
  node: NonNullable<ReturnType<typeof exampleOf>>["node"],
): string {
  const shapes = [
    ...inputs.flatMap(({ name }) =>
      (node.inputs[name] ?? []).map((shape) => [`input ${code(name)}`, showShape(shape)]),
    ),
    ...Object.entries(node.outputs).map(([name, shape]) => [`output ${code(name)}`, showShape(shape)]),
    ...Object.entries(node.weights).map(([name, { shape, trainable }]) => [
      `${trainable ? "weight" : "kept"} ${code(name)}`,
      shape.length === 0 ? "scalar" : shape.join("×"),
    ]),
  ];
  const written = JSON.stringify({ type, ...params });
  return page([
    `\`\`\`json\n"name": ${spaced(written)}\n\`\`\``,
    table(["", "one sample's shape"], shapes),
    node.parameterCount > 0 ? `${String(node.parameterCount)} parameters.` : "",
  ]).trim();
}

/** JSON with a space after colons and commas, as in documents; strings here contain neither. */
function spaced(json: string): string {
  return json.replace(/[:,]/g, "$& ").replace(/^\{/, "{ ").replace(/\}$/, " }");
}

interface Described {
  readonly type: string;
  readonly summary: string;
  readonly params: Parameters;
  readonly reference: Pick<Reference, "formula" | "sources">;
}

function optimizerPage({ type, summary, params, reference }: Described): string {
  return page([
    `# ${type}`,
    notice,
    summary,
    ...section("Formula", formula(reference.formula)),
    ...section("Parameters", parameterTable(params)),
    ...section("Sources", sourceList(reference.sources)),
  ]);
}

function listPage(title: string, summary: string, rules: readonly Described[]): string {
  return page([
    `# ${title}`,
    notice,
    summary,
    ...rules.flatMap(({ type, summary: own, params, reference }) => [
      `## ${type}`,
      own,
      formula(reference.formula),
      parameterTable(params).replaceAll("](../", "]("),
      sourceList(reference.sources),
    ]),
  ]);
}

function weightsPage(): string {
  return page([
    "# Nodes with weights",
    notice,
    "Every node that has weights takes these parameters beside its own.",
    parameterTable(weightParams).replaceAll("](../", "]("),
  ]);
}

function metricsPage(): string {
  return page([
    "# Metrics",
    notice,
    "What is measured besides the loss, set as `training.metrics`. A metric applies to losses with the kind of predictions it needs.",
    table(
      ["metric", "meaning", "needs"],
      [...metrics.values()].map(({ name, summary, of }) => [
        code(name),
        summary,
        Object.keys(of).join(" or "),
      ]),
    ),
  ]);
}

function indexPage(): string {
  const all = [...layers.values()];
  return page([
    "# Reference",
    notice,
    "Every layer, optimizer, schedule, initialiser and metric. All of these pages are made from the records that the program itself runs on.",
    ...categories.flatMap((category) => [
      `## ${category.charAt(0).toUpperCase()}${category.slice(1)}`,
      table(
        ["layer", ""],
        all
          .filter((layer) => layer.category === category)
          .map(({ type, summary }) => [`[${type}](layers/${type}.md)`, summary]),
      ),
    ]),
    "## Training",
    table(
      ["optimizer", ""],
      [...optimizers.values()].map(({ type, summary }) => [`[${type}](optimizers/${type}.md)`, summary]),
    ),
    "- [Schedules](schedules.md)\n- [Clipping](clipping.md)\n- [Metrics](metrics.md)\n- [Initialisers](initializers.md)\n- [Parameters of nodes with weights](weights.md)",
  ]);
}
