import type { Instruction, Value } from "../ops/operation";
import { at, sizeOf } from "../tensor/tensor";
import { dataflow, type Dataflow } from "./dataflow";
import type { Program } from "./program";

/** What is launched together: an instruction with kernels of its own, or elementwise instructions fused into one. */
export type Group = KernelGroup | FusedGroup;

interface Boundary {
  /** The values that it reads from memory. */
  readonly inputs: readonly Value[];
  /** The values that it writes to memory. */
  readonly outputs: readonly Value[];
}

export interface KernelGroup extends Boundary {
  readonly kind: "kernel";
  readonly instruction: Instruction;
}

/** Every output has `size` elements. */
export interface FusedGroup extends Boundary {
  readonly kind: "fused";
  readonly size: number;
  /** Including the views and constants they read, which several groups may recompute. */
  readonly instructions: readonly Instruction[];
  /** Ids of the inputs that are read at other positions than that of the computed element. */
  readonly gathered: ReadonlySet<number>;
}

export interface FusedProgram {
  /** In execution order; unused instructions are left out. */
  readonly groups: readonly Group[];
  /** The value whose memory holds a value: the value itself, or the one that it reshapes. */
  readonly storage: (value: Value) => Value;
}

/**
 * Partitions a Program into kernels. Elementwise instructions that read each other's elements at the same position
 * become one group, which may have several outputs: an optimizer's update of a weight reads the weight, its gradient
 * and its moments once and writes them once. Two groups are joined only if no path leads from one to the other through
 * a third. A group reads and writes at most `maxBuffers` values in memory.
 */
export function fuse(program: Program, maxBuffers: number): FusedProgram {
  const flow = dataflow(program);
  const partition = new Partition(flow);
  // From the end, so that what only the backward pass reads, such as a ReLU's mask, is computed there and never stored.
  const joinFromTheEnd = (): boolean => {
    let joined = false;
    for (let position = flow.nodes.length - 1; position >= 0; position--) {
      for (const { value, inPlace } of at(flow.nodes, position).reads) {
        const producer = partition.groupOf(value);
        if (!inPlace || !producer) continue;
        joined = partition.tryToJoin(producer, partition.groupAt(position), maxBuffers) || joined;
      }
    }
    return joined;
  };
  // Repeated, because a group that needed too many buffers may need fewer once its neighbours are joined.
  while (joinFromTheEnd());
  return {
    groups: partition.ordered().map((draft) => finish(draft, partition, flow)),
    storage: flow.storage,
  };
}

/** Limits the size of a kernel: each join visits all of its instructions, and drivers compile long kernels slowly. */
const maxInstructions = 256;

/** A group under construction. */
interface Draft {
  /** Positions of its nodes in the dataflow. */
  readonly members: number[];
  /** The position of its last node. */
  last: number;
  /** Its index in the partition's order. */
  index: number;
}

class Partition {
  private readonly producers = new Map<number, number>();
  private readonly readers = new Map<number, number[]>();
  private readonly drafts: Draft[];
  /** All groups in execution order; joining two leaves a gap. A group reads only groups before it. */
  private readonly order: (Draft | undefined)[];

  constructor(private readonly flow: Dataflow) {
    this.drafts = flow.nodes.map((_, position) => ({ members: [position], last: position, index: position }));
    this.order = [...this.drafts];
    flow.nodes.forEach(({ instruction, reads }, position) => {
      for (const { id } of instruction.outputs) this.producers.set(id, position);
      for (const { value } of reads) {
        const readers = this.readers.get(value.id);
        if (readers) readers.push(position);
        else this.readers.set(value.id, [position]);
      }
    });
  }

  groupAt(position: number): Draft {
    return at(this.drafts, position);
  }

  /** The group that computes a value; undefined for feeds and state. */
  groupOf({ id }: Value): Draft | undefined {
    const position = this.producers.get(id);
    return position === undefined ? undefined : this.groupAt(position);
  }

  /** Joins two groups, of which the second reads the first in place, if possible. Returns whether it did. */
  tryToJoin(first: Draft, second: Draft, maxBuffers: number): boolean {
    if (first.members.length + second.members.length > maxInstructions) return false;
    if (first === second || !this.nodesOf(first).every(({ fusable }) => fusable)) return false;
    const readsElsewhere = (reader: Draft, producer: Draft) =>
      this.nodesOf(reader).some(({ reads }) =>
        reads.some(({ value, inPlace }) => !inPlace && this.groupOf(value) === producer),
      );
    if (readsElsewhere(first, second) || readsElsewhere(second, first)) return false;
    const between = this.ancestorsAfter(first, second);
    if (!between) return false;
    const joined: Draft = {
      members: [...first.members, ...second.members].sort((a, b) => a - b),
      last: Math.max(first.last, second.last),
      index: first.index,
    };
    const { inputs, outputs } = this.boundary(joined);
    if (inputs.length + outputs.length > maxBuffers) return false;
    for (const position of joined.members) this.drafts[position] = joined;
    this.replace(first, second, joined, between);
    return true;
  }

  /** What a group reads from memory, and what it writes there for other groups or as a result of the step. */
  boundary({ members }: Draft): Boundary {
    const inside = new Set(members);
    const inputs = new Map<number, Value>();
    const outputs: Value[] = [];
    for (const position of members) {
      const { instruction, reads } = at(this.flow.nodes, position);
      for (const { value } of reads) {
        if (!inside.has(this.producers.get(value.id) ?? -1)) inputs.set(value.id, value);
      }
      for (const output of instruction.outputs) {
        const readers = this.readers.get(output.id) ?? [];
        if (this.flow.results.has(output.id) || readers.some((reader) => !inside.has(reader)))
          outputs.push(output);
      }
    }
    return { inputs: [...inputs.values()], outputs };
  }

  nodesOf({ members }: Draft) {
    return members.map((position) => at(this.flow.nodes, position));
  }

  /** The groups in execution order, each as close as possible to the position of its last node. */
  ordered(): Draft[] {
    const sorted = new Set<Draft>();
    const entered = new Set<Draft>();
    for (const draft of [...new Set(this.drafts)].sort((a, b) => a.last - b.last)) {
      const stack = [draft];
      for (let top = stack.at(-1); top; top = stack.at(-1)) {
        if (entered.has(top)) {
          sorted.add(top);
          stack.pop();
        } else {
          entered.add(top);
          stack.push(...this.predecessors(top).filter((other) => !entered.has(other)));
        }
      }
    }
    return [...sorted];
  }

  /** The groups after `from` that `to` depends on, without `from`; undefined if one of them depends on `from`. */
  private ancestorsAfter(from: Draft, to: Draft): ReadonlySet<Draft> | undefined {
    const found = new Set<Draft>();
    const stack = this.predecessors(to).filter((draft) => draft !== from);
    for (let draft = stack.pop(); draft; draft = stack.pop()) {
      if (draft === from) return undefined;
      if (found.has(draft) || draft.index < from.index) continue;
      found.add(draft);
      stack.push(...this.predecessors(draft));
    }
    return found;
  }

  /** Replaces two groups with the joined one. Groups between them that it depends on go before it, the others after. */
  private replace(first: Draft, second: Draft, joined: Draft, ancestors: ReadonlySet<Draft>): void {
    const between = this.order
      .slice(first.index + 1, second.index)
      .filter((draft): draft is Draft => draft !== undefined);
    const before = between.filter((draft) => ancestors.has(draft));
    const after = between.filter((draft) => !ancestors.has(draft));
    const { index } = first;
    this.order.fill(undefined, index, second.index + 1);
    [...before, joined, ...after].forEach((draft, i) => {
      draft.index = index + i;
      this.order[index + i] = draft;
    });
  }

  private predecessors(draft: Draft): Draft[] {
    const groups = this.nodesOf(draft).flatMap(({ reads }) => reads.map(({ value }) => this.groupOf(value)));
    return [...new Set(groups)].flatMap((other) => (other && other !== draft ? [other] : []));
  }
}

function finish(draft: Draft, partition: Partition, { nodes }: Dataflow): Group {
  const boundary = partition.boundary(draft);
  const first = at(nodes, at(draft.members, 0));
  if (!first.fusable) {
    const { instruction, reads } = first;
    // A kernel binds all of its operands and outputs, in their declared order, even outputs that are not read.
    return {
      kind: "kernel",
      instruction,
      inputs: reads.map(({ value }) => value),
      outputs: instruction.outputs,
    };
  }
  const members = partition.nodesOf(draft);
  return {
    kind: "fused",
    ...boundary,
    size: sizeOf(at(first.instruction.outputs, 0).type.shape),
    instructions: [...new Set(members.flatMap(({ between, instruction }) => [...between, instruction]))],
    gathered: new Set(
      members.flatMap(({ reads }) => reads.flatMap((read) => (read.inPlace ? [] : [read.value.id]))),
    ),
  };
}
