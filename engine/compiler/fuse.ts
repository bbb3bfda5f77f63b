import type { Instruction, Value } from "../ops/operation";
import { at, sizeOf } from "../tensor/tensor";
import { dataflow, type Dataflow } from "./dataflow";
import type { Program } from "./program";

/** What is launched together: a heavy instruction alone, or elementwise instructions that make one kernel. */
export type Group = KernelGroup | FusedGroup;

interface Boundary {
  /** Values in memory that it reads. */
  readonly inputs: readonly Value[];
  /** Values that it puts into memory. */
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
  /** With the views and constants that they read, which several groups may repeat. */
  readonly instructions: readonly Instruction[];
  /** The inputs that are read at other places than that of the element that is made. */
  readonly gathered: ReadonlySet<number>;
}

export interface FusedProgram {
  /** In an order that can be executed; what nobody needs is left out. */
  readonly groups: readonly Group[];
  /** The value whose memory holds a value: itself, or what it is another shape of. */
  readonly storage: (value: Value) => Value;
}

/**
 * Partitions a Program into kernels. Elementwise instructions that read each other's elements at the same place
 * become one group, with several outputs where several are needed: an optimizer's update of a weight reads the
 * weight, its gradient and its moments once and writes them once. Two groups are joined only if no path leads from
 * one to the other through a third. A group touches at most `maxBuffers` values in memory.
 */
export function fuse(program: Program, maxBuffers: number): FusedProgram {
  const flow = dataflow(program);
  const partition = new Partition(flow);
  // From the end: what only the backward pass reads, such as the mask of a ReLU, is computed there and never stored.
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
  // Again, because a group that had too many buffers has fewer once its neighbours are whole.
  while (joinFromTheEnd());
  return {
    groups: partition.ordered().map((draft) => finish(draft, partition, flow)),
    storage: flow.storage,
  };
}

/** Instructions in one kernel: joining looks at all of them each time, and drivers compile long kernels slowly. */
const mostInstructions = 256;

/** A group in the making: positions of its nodes in the dataflow. */
interface Draft {
  readonly members: number[];
  last: number;
  /** Where it stands in the partition's line. */
  place: number;
}

class Partition {
  private readonly maker = new Map<number, number>();
  private readonly readers = new Map<number, number[]>();
  private readonly drafts: Draft[];
  /** All groups in an order that can be executed; a joined group leaves a gap. Paths lead from the front to the back. */
  private readonly line: (Draft | undefined)[];

  constructor(private readonly flow: Dataflow) {
    this.drafts = flow.nodes.map((_, position) => ({ members: [position], last: position, place: position }));
    this.line = [...this.drafts];
    flow.nodes.forEach(({ instruction, reads }, position) => {
      for (const { id } of instruction.outputs) this.maker.set(id, position);
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

  /** The group that makes a value; undefined for feeds and state. */
  groupOf({ id }: Value): Draft | undefined {
    const position = this.maker.get(id);
    return position === undefined ? undefined : this.groupAt(position);
  }

  /** Joins two groups, the first of which the second reads in place, if that is possible. */
  tryToJoin(first: Draft, second: Draft, maxBuffers: number): boolean {
    if (first.members.length + second.members.length > mostInstructions) return false;
    if (first === second || !this.nodesOf(first).every(({ fusable }) => fusable)) return false;
    const scattered = (reader: Draft, maker: Draft) =>
      this.nodesOf(reader).some(({ reads }) =>
        reads.some(({ value, inPlace }) => !inPlace && this.groupOf(value) === maker),
      );
    if (scattered(first, second) || scattered(second, first)) return false;
    const between = this.ancestorsBehind(first, second);
    if (!between) return false;
    const joined: Draft = {
      members: [...first.members, ...second.members].sort((a, b) => a - b),
      last: Math.max(first.last, second.last),
      place: first.place,
    };
    const { inputs, outputs } = this.boundary(joined);
    if (inputs.length + outputs.length > maxBuffers) return false;
    for (const position of joined.members) this.drafts[position] = joined;
    this.lineUp(first, second, joined, between);
    return true;
  }

  /** What a group reads from memory and, for others or for after the step, puts there. */
  boundary({ members }: Draft): Boundary {
    const inside = new Set(members);
    const inputs = new Map<number, Value>();
    const outputs: Value[] = [];
    for (const position of members) {
      const { instruction, reads } = at(this.flow.nodes, position);
      for (const { value } of reads) {
        if (!inside.has(this.maker.get(value.id) ?? -1)) inputs.set(value.id, value);
      }
      for (const output of instruction.outputs) {
        const readers = this.readers.get(output.id) ?? [];
        if (this.flow.kept.has(output.id) || readers.some((reader) => !inside.has(reader)))
          outputs.push(output);
      }
    }
    return { inputs: [...inputs.values()], outputs };
  }

  nodesOf({ members }: Draft) {
    return members.map((position) => at(this.flow.nodes, position));
  }

  /** Groups in an order that can be executed, each as near as possible to the place of its last node. */
  ordered(): Draft[] {
    const order = new Set<Draft>();
    const entered = new Set<Draft>();
    for (const draft of [...new Set(this.drafts)].sort((a, b) => a.last - b.last)) {
      const stack = [draft];
      for (let top = stack.at(-1); top; top = stack.at(-1)) {
        if (entered.has(top)) {
          order.add(top);
          stack.pop();
        } else {
          entered.add(top);
          stack.push(...this.predecessors(top).filter((other) => !entered.has(other)));
        }
      }
    }
    return [...order];
  }

  /** The groups behind `from` in the line that lead to `to`; undefined where one of them comes from `from`. */
  private ancestorsBehind(from: Draft, to: Draft): ReadonlySet<Draft> | undefined {
    const found = new Set<Draft>();
    const stack = this.predecessors(to).filter((draft) => draft !== from);
    for (let draft = stack.pop(); draft; draft = stack.pop()) {
      if (draft === from) return undefined;
      if (found.has(draft) || draft.place < from.place) continue;
      found.add(draft);
      stack.push(...this.predecessors(draft));
    }
    return found;
  }

  /** Puts a joined group into the line: what leads to it stands before it, the others that stood between its parts behind. */
  private lineUp(first: Draft, second: Draft, joined: Draft, ancestors: ReadonlySet<Draft>): void {
    const between = this.line
      .slice(first.place + 1, second.place)
      .filter((draft): draft is Draft => draft !== undefined);
    const before = between.filter((draft) => ancestors.has(draft));
    const behind = between.filter((draft) => !ancestors.has(draft));
    const { place } = first;
    this.line.fill(undefined, place, second.place + 1);
    [...before, joined, ...behind].forEach((draft, i) => {
      draft.place = place + i;
      this.line[place + i] = draft;
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
    // A kernel binds its operands in the order in which they are written, whoever reads its outputs.
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
