import { t } from "@vscode/l10n";
import { documentLimits } from "./documentLimits";
import type { Frame } from "./frame";
import type { GraphNode } from "./graph";
import type { Problem, TextRange } from "./problem";

/** The problems of an expansion, each once: a mistake in a block is the same in each instance. */
export class ExpansionProblems {
  /** What has been reported. */
  private readonly reported: Set<string>;

  /** @param list Those found before; the others are added to it. */
  constructor(readonly list: Problem[]) {
    this.reported = new Set(list.map(({ range, param }) => mistake(range, param)));
  }

  /** Reports a mistake, once for all instances of the block that it is written in. */
  report(code: string, message: string, frame: Frame, node: GraphNode, param?: string, port?: string): void {
    const { places } = node;
    const range =
      param === undefined
        ? places.id
        : ((param === "type" ? undefined : (places.params[param] ?? places.sharing?.[param])) ?? places.type);
    const key = mistake(range, param, port);
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.list.push({
      code,
      severity: "error",
      message,
      range,
      node: frame.prefix + node.id,
      ...(frame.block && { block: frame.block.name, member: node.id }),
      ...(param !== undefined && { param }),
      ...(port !== undefined && { port }),
    });
  }

  /** Reported at the node of the document that stands for so many. */
  tooMany(inner: Frame, innermost: GraphNode): void {
    let [frame, node] = [inner, innermost];
    for (let { site } = frame; site; { site } = frame) [frame, node] = [site.frame, site.node];
    this.report(
      "too-many-nodes",
      t(
        'With "{0}" the model has more than {1} nodes, which is the most that Netloom reads. Repeat less.',
        node.id,
        documentLimits.nodes,
      ),
      frame,
      node,
      node.repeat === undefined ? "type" : "repeat",
    );
  }

  /** Nothing is connected to an input of an instance. */
  missingInput({ site }: Frame, input: string): void {
    if (site) this.missingInputAt(site.frame, site.node, input);
  }

  /** Nothing is connected to an input of a node that cannot be without it. */
  missingInputAt(outer: Frame, node: GraphNode, input: string): void {
    const path = outer.prefix + node.id;
    this.report(
      "missing-input",
      t('Nothing is connected to "{0}". Draw a wire to it from an output.', `${path}.${input}`),
      outer,
      node,
      undefined,
      input,
    );
  }

  /** A wire comes back to the instance, or the bypassed node, that it leaves. */
  cycle(frame: Frame, node: GraphNode): void {
    this.report(
      "cycle",
      t('The wires through "{0}" form a cycle. Remove one of them.', frame.prefix + node.id),
      frame,
      node,
    );
  }
}

function mistake({ offset }: TextRange, param?: string, port?: string): string {
  return JSON.stringify([offset, param, port]);
}
