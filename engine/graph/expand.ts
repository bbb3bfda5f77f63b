import { t } from "@vscode/l10n";
import { layers } from "../layers";
import { withOwners, type NodePath } from "../tensor/path";
import { bypassedWeights } from "./bypassedWeights";
import { canBeBypassed, isFirstOutput } from "./canBeBypassed";
import { checkBlocks } from "./checkBlocks";
import { documentLimits } from "./documentLimits";
import { ExpansionProblems } from "./ExpansionProblems";
import type { Bypassed, Expansion, Instance, Pass } from "./expansion";
import { emptyFrame, type FlatEnd, type Found, type Frame, type Site } from "./frame";
import type { Block, BlockPort, Graph, GraphEdge, GraphNode } from "./graph";
import { isChain } from "./isChain";
import { repeatOf } from "./repeatOf";
import { nodePathsIn, sharingOf, withNodePaths, type Sharing } from "./sharing";
import { substitute } from "./substitute";
import { valuesOfInstance } from "./valuesOfInstance";

const expansions = new WeakMap<Graph, Expansion>();

/** Expands a graph, once. Never fails: what cannot be expanded stays as a node without a known layer. */
export function expand(graph: Graph): Expansion {
  let known = expansions.get(graph);
  if (!known) {
    known = hasNothingToExpand(graph)
      ? { graph, instances: new Map(), problems: graph.blocks.size > 0 ? checkBlocks(graph).problems : [] }
      : new Expander(graph).expand();
    expansions.set(graph, known);
  }
  return known;
}

function hasNothingToExpand({ nodes, blocks }: Graph): boolean {
  for (const { type, repeat, bypass } of nodes.values())
    if (repeat !== undefined || bypass === true || blocks.has(type)) return false;
  return true;
}

/** The expansion in which nothing leads past some bypassed nodes, whose first outputs have other types than what they get. */
export function expandWithout(graph: Graph, cut: ReadonlySet<NodePath>): Expansion {
  return new Expander(graph, cut).expand();
}

class Expander {
  private readonly nodes = new Map<NodePath, GraphNode>();
  private readonly edges: GraphEdge[] = [];
  /** The same of what is bypassed. */
  private readonly absentNodes = new Map<NodePath, GraphNode>();
  private readonly absentEdges: GraphEdge[] = [];
  private readonly frames: Frame[] = [];
  private readonly instanceAt = new Map<NodePath, Frame>();
  private readonly problems: ExpansionProblems;
  private readonly expandable: ReadonlySet<string>;
  /** Nodes whose wires are not complete because of something that has been reported. */
  private readonly cut = new Set<NodePath>();
  /** The nodes that stand for an unknown number of instances or repetitions, because of something that is reported. */
  private readonly unexpanded = new Set<NodePath>();
  /** Instances with a wire to a port that they do not have. */
  private readonly misdirected = new Set<Site>();
  private tooMany = false;

  /** @param cutAt Bypassed nodes past which nothing is to lead. */
  constructor(
    private readonly graph: Graph,
    private readonly cutAt: ReadonlySet<NodePath> = new Set(),
  ) {
    const { problems, expandable } = checkBlocks(graph);
    this.problems = new ExpansionProblems(problems);
    this.expandable = expandable;
  }

  expand(): Expansion {
    this.expandNodes();
    if (this.tooMany) {
      const nothing = { nodes: new Map<NodePath, GraphNode>(), edges: [] };
      return { graph: this.flat(nothing), instances: new Map(), problems: this.problems.list };
    }
    for (const frame of this.frames) this.share(frame);
    for (const frame of this.frames) this.placeWires(frame);
    for (const frame of this.frames) this.connect(frame);
    const passes = this.passes();
    const bypassed: Bypassed | undefined =
      passes.size === 0
        ? undefined
        : {
            nodes: this.absentNodes,
            edges: this.absentEdges.map((edge, i) => ({ ...edge, index: this.edges.length + i })),
            instances: this.instancesOf(true),
            passes,
          };
    return {
      graph: this.flat({ nodes: this.nodes, edges: this.edges }),
      instances: this.instancesOf(false),
      ...(bypassed && { bypassed }),
      problems: this.problems.list,
    };
  }

  private instancesOf(isAbsent: boolean): ReadonlyMap<NodePath, Instance> {
    return new Map(
      this.frames.flatMap((frame) => {
        const instance = frame.isAbsent === isAbsent ? this.instanceOf(frame) : undefined;
        return instance ? [[instance.path, instance]] : [];
      }),
    );
  }

  private passes(): ReadonlyMap<NodePath, Pass> {
    const passes = new Map<NodePath, Pass>();
    for (const frame of this.frames)
      for (const site of frame.isAbsent ? [] : frame.sites.values()) {
        if (!site.isBypassed) continue;
        const { node, paths, instances } = site;
        const last = instances.at(-1);
        const inner = last?.outputs.get(last.block?.outputs[0]?.name ?? "");
        const output = last
          ? inner && this.sourceOf(last, inner.from)
          : { node: paths.at(-1) ?? frame.prefix + node.id };
        // Where nothing is to lead past it, its types are still known.
        this.sourceOf(frame, { node: node.id });
        const wire = site.inputs.get(firstInput(node.type, this.graph.blocks.get(node.type)));
        const source = wire && this.sourceOf(frame, wire.from);
        const isEnd = (found: Found | undefined) => (typeof found === "object" ? found : undefined);
        passes.set(frame.prefix + node.id, {
          node,
          ...(frame.block && { block: frame.block.name }),
          source: isEnd(source),
          output: isEnd(output),
        });
      }
    return passes;
  }

  private flat(parts: Pick<Graph, "nodes" | "edges">): Graph {
    const unread = { nodes: new Set(this.graph.unread.nodes), wires: new Set(this.graph.unread.wires) };
    for (const { prefix, block } of this.frames)
      for (const word of block?.unread.wires ?? []) unread.wires.add(prefix + word);
    for (const path of this.cut) unread.wires.add(path);
    for (const path of this.unexpanded) unread.nodes.add(path);
    return { ...this.graph, ...parts, blocks: new Map(), unread };
  }

  /** Makes all single nodes and all instances, in the document's order: depth first, on a stack of our own. */
  private expandNodes(): void {
    const pending: (readonly [Frame, GraphNode])[] = [];
    const open = (frames: readonly Frame[]) => {
      this.frames.push(...frames);
      for (const frame of frames) this.instanceAt.set(frame.prefix.slice(0, -1), frame);
      for (const frame of frames.toReversed())
        for (const node of [...frame.scope.nodes.values()].reverse()) pending.push([frame, node]);
    };
    open([{ ...emptyFrame(), prefix: "", values: new Map(), scope: this.graph, isAbsent: false }]);
    for (let next = pending.pop(); next; next = pending.pop()) {
      const instances = this.expandNode(...next);
      if (Math.max(this.size, this.frames.length + instances.length) > documentLimits.nodes) {
        this.stopAt(...next);
        return;
      }
      open(instances);
    }
  }

  private get size(): number {
    return this.nodes.size + this.absentNodes.size;
  }

  /** Adds the single nodes that a node stands for; returns its instances. */
  private expandNode(frame: Frame, node: GraphNode): readonly Frame[] {
    const { values } = frame;
    const path = frame.prefix + node.id;
    const report = (code: string, message: string, param: string) => {
      this.problems.report(code, message, frame, node, param);
    };
    const isInstance = this.graph.blocks.has(node.type);
    const isBypassed = node.bypass === true && canBeBypassed(this.graph.blocks.get(node.type), node.type);
    const site: Site = { frame, node, paths: [], instances: [], inputs: new Map(), isBypassed };
    frame.sites.set(node.id, site);
    const isAbsent = isBypassed || frame.isAbsent;

    const repeat = repeatOf(node, values, frame.block !== undefined);
    if (repeat.problem !== undefined) {
      report("invalid-repeat", repeat.problem, "repeat");
      this.unexpanded.add(path);
    }
    const count = isChain(this.graph.blocks.get(node.type), node.type) ? (repeat.count ?? 1) : 1;
    if (this.size + count > documentLimits.nodes) {
      this.stopAt(frame, node);
      return [];
    }
    const paths =
      node.repeat === undefined ? [path] : Array.from({ length: count }, (_, i) => `${path}/${String(i)}`);
    const block = this.graph.blocks.get(node.type);
    // In the document's own scope a text with a $ is just a text.
    const { params, problems } = frame.block
      ? substitute(node, values)
      : { params: node.params, problems: [] };
    for (const { param, message } of problems)
      report("invalid-expression", t("{0}: {1}", path, message), param);

    if (block && this.expandable.has(node.type) && problems.length === 0) {
      const { values: own, problems } = valuesOfInstance(block, params);
      for (const { param, message } of problems) report("missing-parameter", message, param);
      if (problems.length === 0) {
        for (const [index, prefix] of paths.entries())
          site.instances.push({
            ...emptyFrame(),
            prefix: `${prefix}/`,
            scope: block,
            block,
            values: new Map(own).set("index", index),
            site,
            previous: site.instances.at(-1),
            isAbsent,
          });
        return site.instances;
      }
    }
    const origin = frame.block && { block: frame.block.name, id: node.id, values };
    for (const id of paths) {
      site.paths.push(id);
      const { repeat: _, bypass: __, ...single } = node;
      (isAbsent ? this.absentNodes : this.nodes).set(id, {
        ...single,
        id,
        params,
        ...(origin && { origin }),
      });
    }
    // An instance that could not be made has no known outputs and inputs.
    if (isInstance) {
      this.unexpanded.add(path);
      for (const id of paths) this.cut.add(id);
    }
    return [];
  }

  private stopAt(frame: Frame, node: GraphNode): void {
    this.tooMany = true;
    this.problems.tooMany(frame, node);
  }

  /** Turns what nodes say about sharing into paths of the expanded graph; what an instance says holds for all inside. */
  private share(frame: Frame): void {
    if (frame.isAbsent) return;
    for (const site of frame.sites.values()) {
      const { node, paths, instances } = site;
      // Weights that are not there are nobody's.
      if (site.isBypassed) continue;
      const own = sharingOf(node);
      const isOwn = Object.keys(own).length > 0;
      const sharingOfCopy = (path: NodePath, i: number): Sharing =>
        isOwn
          ? withNodePaths(own, (other) => this.copyAt(frame.prefix + other, i))
          : withNodePaths(frame.sharing, (other) => other + path.slice(frame.prefix.length - 1));
      for (const [i, path] of paths.entries()) {
        const single = this.nodes.get(path);
        const sharing = sharingOfCopy(path, i);
        // What an instance says concerns the weights inside, if any.
        const isConcerned = isOwn || layers.get(node.type)?.weights !== undefined;
        if (single && isConcerned && Object.keys(sharing).length > 0)
          this.nodes.set(path, { ...single, ...sharing });
      }
      for (const [i, instance] of instances.entries()) {
        const sharing = sharingOfCopy(instance.prefix.slice(0, -1), i);
        if (!isOwn || this.canShare(site, instance, sharing)) instance.sharing = sharing;
      }
    }
  }

  /** The repetition of a node with an index, or the node itself if it is not repeated. */
  private copyAt(path: NodePath, index: number): NodePath {
    const copy = `${path}/${String(index)}`;
    return this.nodes.has(copy) || this.absentNodes.has(copy) || this.instanceAt.has(copy) ? copy : path;
  }

  /** Whether an instance names another instance of its block; if not, that is reported. */
  private canShare({ frame, node }: Site, { block }: Frame, sharing: Sharing): boolean {
    const wrong = nodePathsIn(sharing).find((other) => this.instanceAt.get(other.node)?.block !== block);
    const isWhole = typeof sharing.weightsOf !== "object";
    const absent = nodePathsIn(sharing).find((other) => this.instanceAt.get(other.node)?.isAbsent);
    if (!wrong && isWhole && absent) {
      this.problems.report(
        "bypassed-node",
        bypassedWeights(frame.prefix + node.id, absent.node),
        frame,
        node,
        absent.key,
      );
      return false;
    }
    if (!wrong && isWhole) return true;
    if (wrong && withOwners(wrong.node).some((owner) => this.unexpanded.has(owner))) return false;
    this.problems.report(
      "shared-type-mismatch",
      t(
        '{0} is an instance of the block "{1}". Name another instance of it, which may share all of its weights.',
        frame.prefix + node.id,
        node.type,
      ),
      frame,
      node,
      wrong?.key ?? "weightsOf",
    );
    return false;
  }

  /** Finds the wires that end at an instance, or leave the frame. */
  private placeWires(frame: Frame): void {
    for (const edge of frame.scope.edges) {
      const site = frame.sites.get(edge.to.node);
      if (site && site.instances.length > 0) {
        const port = portName(site.instances[0]?.block?.inputs, edge.to.port);
        // A wire to a port that does not exist may have been meant for any of them.
        if (port === undefined) this.misdirected.add(site);
        else if (!site.inputs.has(port)) site.inputs.set(port, edge);
      } else if (site?.isBypassed) {
        const port = firstInput(site.node.type);
        if (isFirstInput(site.node.type, edge.to.port) && !site.inputs.has(port)) site.inputs.set(port, edge);
      } else if (!site && frame.block?.outputs.some(({ name }) => name === edge.to.node))
        if (!frame.outputs.has(edge.to.node)) frame.outputs.set(edge.to.node, edge);
    }
  }

  /** Adds the wires of a frame that end at single nodes. */
  private connect(frame: Frame): void {
    for (const edge of frame.scope.edges) {
      const site = frame.sites.get(edge.to.node);
      if (site ? site.instances.length > 0 : frame.block !== undefined) continue;
      const source = this.sourceOf(frame, edge.from);
      if (source === "absent") continue;
      const [first = frame.prefix + edge.to.node, ...others] = site?.paths ?? [];
      if (source === "cut") {
        for (const path of [first, ...others]) this.cut.add(path);
        continue;
      }
      const isChained = others.length > 0 && isFirstInput(site?.node.type, edge.to.port);
      const isAbsent = frame.isAbsent || site?.isBypassed === true;
      this.addEdge(frame, edge, source, first, isAbsent);
      for (const path of isChained ? [] : others) this.addEdge(frame, edge, source, path, isAbsent);
    }
    for (const site of frame.sites.values()) if (site.node.repeat !== undefined) this.chain(frame, site);
  }

  /** Wires that put the repetitions of a layer one behind the other. */
  private chain(frame: Frame, { node, paths, isBypassed }: Site): void {
    const edges = this.edgesOf(frame.isAbsent || isBypassed);
    const place = node.places.params.repeat ?? node.places.id;
    for (const [i, path] of paths.slice(1).entries()) {
      const from = { node: paths[i] ?? "", place };
      edges.push({
        index: edges.length,
        from,
        to: { node: path, place },
        place,
        ...originIn(frame, -1),
      });
    }
  }

  private edgesOf(isAbsent: boolean): GraphEdge[] {
    return isAbsent ? this.absentEdges : this.edges;
  }

  private addEdge(frame: Frame, edge: GraphEdge, source: FlatEnd, target: NodePath, isAbsent: boolean): void {
    const { from, to, place } = edge;
    const edges = this.edgesOf(isAbsent);
    edges.push({
      index: edges.length,
      from: { ...source, place: from.place },
      to: { ...to, node: target },
      place,
      ...originIn(frame, edge.index),
    });
  }

  /** Follows a wire backwards to the single node that it begins at, out of and into instances and past bypassed nodes. */
  private sourceOf(start: Frame, end: FlatEnd): Found {
    const passed: Passed[] = [];
    let found = this.follow(start, end, passed);
    // What the first of them stands for is known last.
    for (const each of passed.reverse()) {
      if ("site" in each) {
        found = this.isCut(each.site) ? "cut" : found;
        each.site.passed = found;
        continue;
      }
      const { frame, input } = each;
      if (found === "absent" && !input.optional) {
        if (!this.mayBeWired(frame) && !frame.isAbsent) this.problems.missingInput(frame, input.name);
        found = "cut";
      }
      frame.sources.set(input.name, found);
    }
    return found;
  }

  private isCut({ frame, node }: Site): boolean {
    return this.cutAt.has(frame.prefix + node.id);
  }

  /** `passed` collects the inputs of instances, and the bypassed nodes, that the wire comes through. */
  private follow(start: Frame, end: FlatEnd, passed: Passed[]): Found {
    let [frame, { node, port }] = [start, end];
    for (;;) {
      const site = frame.sites.get(node);
      if (site?.isBypassed) {
        // A wire from another output is reported there.
        if (!isFirstOutput(this.graph, site.node, port)) return "cut";
        if (site.passed === "pending") {
          if (!frame.isAbsent) this.problems.cycle(frame, site.node);
          return "cut";
        }
        if (site.passed !== undefined) return site.passed;
        site.passed = "pending";
        passed.push({ site });
        const wire = site.inputs.get(firstInput(site.node.type, this.graph.blocks.get(site.node.type)));
        if (!wire) return this.withoutInput(frame, site);
        ({ node, port } = wire.from);
        continue;
      }
      const last = site?.instances.at(-1);
      if (site && !last) return { node: site.paths.at(-1) ?? "", port };
      if (last) {
        const output = portName(last.block?.outputs, port);
        const inner = output === undefined ? undefined : last.outputs.get(output);
        // The missing wire is reported at the block's output, an unknown output at the wire.
        if (!inner) return "cut";
        [frame, { node, port }] = [last, inner.from];
        continue;
      }
      const input = frame.block?.inputs.find(({ name }) => name === node);
      // `link` reports a node of the document that does not exist, and `checkBlocks` one of a block.
      if (!input) return frame.block ? "cut" : { node, port };
      const known = frame.sources.get(node);
      if (known === "pending") {
        if (frame.site && !frame.isAbsent) this.problems.cycle(frame.site.frame, frame.site.node);
        return "cut";
      }
      if (known !== undefined) return known;
      frame.sources.set(node, "pending");
      passed.push({ frame, input });
      const { previous, site: own } = frame;
      if (previous && frame.block?.inputs[0] === input) {
        const output = previous.outputs.get(frame.block.outputs[0]?.name ?? "");
        if (!output) return "cut";
        [frame, { node, port }] = [previous, output.from];
        continue;
      }
      const outer = own?.inputs.get(node);
      if (!outer || !own) return "absent";
      [frame, { node, port }] = [own.frame, outer.from];
    }
  }

  /** What a bypassed node passes on whose first input is not connected. */
  private withoutInput(frame: Frame, { node }: Site): Found {
    const block = this.graph.blocks.get(node.type);
    const input = block?.inputs[0] ?? layers.get(node.type)?.inputs[0];
    if (input?.optional) return "absent";
    const isReported =
      frame.isAbsent || this.unexpanded.has(frame.prefix + node.id) || frame.scope.unread.wires.has(node.id);
    if (input && !isReported) this.problems.missingInputAt(frame, node, input.name);
    return "cut";
  }

  /** Whether a wire that could not be read, or names a wrong port, may be meant for an input of an instance. */
  private mayBeWired({ site }: Frame): boolean {
    return (
      site !== undefined && (this.misdirected.has(site) || site.frame.scope.unread.wires.has(site.node.id))
    );
  }

  private instanceOf(frame: Frame): Instance | undefined {
    const { block, site, prefix } = frame;
    if (!block || !site) return undefined;
    const end = (source: Found) => (typeof source === "string" ? undefined : source);
    const ports = (of: Block["inputs"], find: (name: string) => FlatEnd | undefined) =>
      Object.fromEntries(of.map(({ name }) => [name, find(name)]));
    return {
      path: prefix.slice(0, -1),
      node: site.frame.prefix + site.node.id,
      block: block.name,
      inputs: ports(block.inputs, (name) => end(this.sourceOf(frame, { node: name }))),
      outputs: ports(block.outputs, (name) => {
        const inner = frame.outputs.get(name);
        return inner && end(this.sourceOf(frame, inner.from));
      }),
    };
  }
}

/** What a wire comes through when it is followed backwards. */
type Passed = { readonly frame: Frame; readonly input: BlockPort } | { readonly site: Site };

/** The port with a name, if there is one; the only or first one if there is no name. */
function portName(ports: Block["inputs"] = [], name: string | undefined): string | undefined {
  return name === undefined ? ports[0]?.name : ports.find((port) => port.name === name)?.name;
}

/** The name of the first input of a layer or block; empty for an unknown type. */
function firstInput(type: string, block?: Block): string {
  return (block ?? layers.get(type))?.inputs[0]?.name ?? "";
}

/** Whether a wire ends at a layer's first input. */
function isFirstInput(type = "", port: string | undefined): boolean {
  return port === undefined || layers.get(type)?.inputs[0]?.name === port;
}

function originIn({ block }: Frame, index: number): Pick<GraphEdge, "origin"> {
  return { origin: { block: block?.name, index } };
}
