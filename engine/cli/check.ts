import { parseArgs } from "node:util";
import { t } from "@vscode/l10n";
import { estimateMemory } from "../graph/memory";
import { showShape } from "../graph/graphType";
import type { TypedGraph } from "../graph/typedGraph";
import { openModel } from "../training/openModel";
import { exitCode, type ExitCode } from "./exitCode";
import { openFile } from "./openFile";
import type { Output } from "./Output";

/** `netloom check FILE`: problems, and for a sound model its shapes, parameters, multiply-adds and memory. */
export async function check(args: string[], output: Output): Promise<ExitCode> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: "boolean" } } });
  const { name, text, place } = await openFile(positionals[0]);
  const { typed, problems } = await openModel(text, place);
  output.problems(name, text, problems);
  if (!typed || problems.some(({ severity }) => severity === "error")) return exitCode.problems;
  const { batchSize } = typed.graph.training;
  const memory = estimateMemory(typed, batchSize === "all" ? 1 : batchSize).total;
  const nodes = typed.order.flatMap((id) => {
    const node = typed.nodes.get(id);
    if (!node) return [];
    const shapes = Object.fromEntries(Object.entries(node.outputs).map(([port, type]) => [port, type.shape]));
    return [
      {
        id,
        type: node.layer.type,
        outputs: shapes,
        parameters: node.parameterCount,
        multiplyAdds: node.multiplyAdds,
      },
    ];
  });
  const { parameterCount: parameters, multiplyAdds } = typed;
  output.event({ event: "check", nodes, parameters, multiplyAdds, memory } as { event: string });
  for (const line of table(typed)) output.print(line);
  output.print(
    t(
      "{0} parameters, {1} multiply-adds a sample, about {2} MB to train",
      parameters,
      multiplyAdds,
      (memory / 1e6).toFixed(1),
    ),
  );
  return exitCode.done;
}

function table(typed: TypedGraph): string[] {
  const rows = typed.order.flatMap((id) => {
    const node = typed.nodes.get(id);
    const [output] = Object.values(node?.outputs ?? {});
    return node
      ? [[id, node.layer.type, output ? showShape(output) : "", String(node.parameterCount)] as const]
      : [];
  });
  const width = (column: 0 | 1 | 2 | 3) => Math.max(...rows.map((row) => row[column].length), 0);
  const [ids, types, shapes, counts] = [width(0), width(1), width(2), width(3)];
  return rows.map(([id, type, shape, count]) =>
    [id.padEnd(ids), type.padEnd(types), shape.padEnd(shapes), count.padStart(counts)].join("  ").trimEnd(),
  );
}
