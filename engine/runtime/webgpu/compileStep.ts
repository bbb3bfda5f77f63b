import { loweringOf } from "../../compiler/dataflow";
import { fuse, type FusedGroup, type Group } from "../../compiler/fuse";
import { plan } from "../../compiler/plan";
import type { Program } from "../../compiler/program";
import { launch } from "../../ops/launch";
import { operandsOf } from "../../ops/inputs";
import type { Binding, DeviceTraits, Instruction, Kernel, Value } from "../../ops/operation";
import { at, sizeOf, type DType } from "../../tensor/tensor";
import { fusedShader, widthOf, type FusedBinding } from "./fusedShader";
import { indexFeed, scanProgram } from "./scanProgram";
import { shaderOf } from "./shaders";

/** Where a value is in memory. Scalar feeds share one buffer; `offset` is in bytes. */
export type Location =
  | { readonly kind: "feed"; readonly name: string }
  | { readonly kind: "scalar"; readonly offset: number }
  | { readonly kind: "state"; readonly name: string }
  | { readonly kind: "buffer"; readonly index: number }
  /** An int32 that never changes. */
  | { readonly kind: "number"; readonly value: number }
  /** The row that a loop is currently at. */
  | { readonly kind: "index" };

export interface Dispatch<Place = Location> {
  readonly code: string;
  readonly bindings: readonly Place[];
  readonly workgroups: readonly [number, number, number];
}

/** Dispatches that are repeated for each row of a scan, from the last to the first if `reverse`. */
export interface Loop {
  readonly iterations: number;
  readonly reverse: boolean;
  readonly dispatches: readonly Dispatch[];
}

export type Launch = Dispatch | Loop;

/** Every dispatch once, including those in loops. */
export function dispatchesOf(launches: readonly Launch[]): Dispatch[] {
  return launches.flatMap((launch) => ("iterations" in launch ? launch.dispatches : launch));
}

export interface FeedPlace {
  readonly name: string;
  readonly dtype: DType;
  readonly size: number;
  readonly location: Location;
}

export interface OutputPlace extends FeedPlace {
  /** In the buffer that a step's outputs are read from, in bytes. */
  readonly offset: number;
}

export interface Copy {
  readonly from: Location;
  readonly to: Location;
  readonly size: number;
}

/** A Program compiled for WebGPU: what to launch on which memory, and what to copy afterwards. Sizes are in elements. */
export interface CompiledStep {
  readonly feeds: readonly FeedPlace[];
  readonly scalarBytes: number;
  readonly state: readonly { readonly name: string; readonly size: number }[];
  readonly buffers: readonly number[];
  readonly launches: readonly Launch[];
  readonly outputs: readonly OutputPlace[];
  readonly outputBytes: number;
  /** To run in order after the dispatches and after the outputs are copied. */
  readonly copies: readonly Copy[];
}

export interface Device {
  readonly traits: DeviceTraits;
  readonly maxBuffers: number;
  /** Alignment of a binding's offset in its buffer, in bytes. */
  readonly alignment: number;
}

const bytes = 4;
/** Iterations of an elementwise kernel's loop on a software adapter. */
const fusedIterations = 16;

/** Compiles a Program for a device, without allocating anything on it. */
export function compileStep(program: Program, device: Device): CompiledStep {
  let scalarBytes = 0;
  const feeds = program.feeds.map(({ name, value }): FeedPlace => {
    const size = sizeOf(value.type.shape);
    const location: Location = size === 1 ? { kind: "scalar", offset: scalarBytes } : { kind: "feed", name };
    if (size === 1) scalarBytes += Math.max(bytes, device.alignment);
    return { name, dtype: value.type.dtype, size, location };
  });
  const { launches, buffers, copies, locate } = compileInstructions(
    program,
    feeds.map(({ location }) => location),
    device,
  );
  let outputBytes = 0;
  const outputs = program.outputs.map(({ name, value }): OutputPlace => {
    const size = sizeOf(value.type.shape);
    const offset = outputBytes;
    outputBytes += size * bytes;
    return { name, dtype: value.type.dtype, size, location: locate(value), offset };
  });
  return {
    feeds,
    scalarBytes,
    state: program.state.map(({ name, value }) => ({ name, size: sizeOf(value.type.shape) })),
    launches,
    outputs,
    outputBytes,
    copies,
    buffers,
  };
}

interface CompiledInstructions extends Pick<CompiledStep, "launches" | "buffers" | "copies"> {
  readonly locate: (value: Value) => Location;
}

/** `feeds` are the locations of the Program's feeds, in order. */
function compileInstructions(
  program: Program,
  feeds: readonly Location[],
  device: Device,
): CompiledInstructions {
  const { groups, storage } = fuse(program, device.maxBuffers);
  const locations = new Map(program.feeds.map(({ value }, i) => [value.id, at(feeds, i)]));
  for (const { name, value } of program.state) locations.set(value.id, { kind: "state", name });

  const replaced = replacedInPlace(program, groups, storage);
  for (const [id, { name }] of replaced) locations.set(id, { kind: "state", name });

  const planned = groups.map((group) => {
    if (group.kind === "fused") return { scratch: [] };
    if (group.instruction.op === "scan") return compileScan(group.instruction, device);
    const webgpu = loweringOf(group.instruction);
    if (webgpu.kind !== "kernels") throw new Error(`${group.instruction.op} has no kernel`);
    return { scratch: [], ...webgpu.plan(group.instruction, device.traits) };
  });
  const results = [
    ...program.outputs.map(({ value }) => storage(value)),
    ...program.state.flatMap(({ next }) => (next ? [storage(next)] : [])),
  ];
  const memory = plan(
    groups.map(({ inputs, outputs }, i) => ({ inputs, outputs, scratch: at(planned, i).scratch })),
    new Set(locations.keys()),
    new Set(results.map(({ id }) => id)),
  );
  for (const [id, index] of memory.placement) locations.set(id, { kind: "buffer", index });
  const locate = (value: Value): Location => {
    const location = locations.get(storage(value).id);
    if (!location) throw new Error(`value ${String(value.id)} has no location in memory`);
    return location;
  };

  const launches = groups.flatMap((group, i): Launch[] => {
    if (group.kind === "fused") return [fusedDispatch(group, replaced, locate, device.traits)];
    const place = (binding: Binding): Location => {
      if ("id" in binding) return locate(binding);
      if ("number" in binding) return { kind: "number", value: binding.number };
      return { kind: "buffer", index: at(at(memory.scratch, i), binding.scratch) };
    };
    const lowered = at(planned, i);
    if ("place" in lowered) return lowered.place(place);
    return ("kernels" in lowered ? lowered.kernels : []).map((kernel) =>
      kernelDispatch(group.instruction, kernel, place),
    );
  });
  const buffers = [...memory.buffers];
  return {
    launches: launches.filter((launch) => "iterations" in launch || isWork(launch)),
    copies: stateCopies(program, locate, buffers),
    buffers,
    locate,
  };
}

function isWork({ workgroups }: Dispatch): boolean {
  return workgroups.every((count) => count > 0);
}

/** A location inside a scan, where feeds, states and outputs are named by the index of the scan's input or output. */
type InnerLocation = Location | { readonly kind: "output"; readonly name: string };

/** A scan whose inputs, outputs and scratch memory have no location yet. */
interface CompiledScan {
  /** Sizes in elements. */
  readonly scratch: readonly number[];
  readonly place: (place: (binding: Binding) => Location) => Launch[];
}

/** A loop over the launches of one iteration, which keeps the states in the memory of the scan's outputs. */
function compileScan(instruction: Instruction<"scan">, device: Device): CompiledScan {
  const { inputs, outputs, attributes } = instruction;
  const operands = operandsOf(instruction);
  const iteration = scanProgram(instruction);
  const feeds = iteration.feeds.map(({ name }): Location =>
    name === indexFeed ? { kind: "index" } : { kind: "feed", name },
  );
  const { launches, buffers, copies, locate } = compileInstructions(iteration, feeds, device);
  // Without loops, since nested scans are unrolled.
  const dispatches = dispatchesOf(launches);
  const rows = iteration.outputs.map(({ name, value }) => {
    const to: InnerLocation = { kind: "output", name };
    return copyDispatch<InnerLocation>(sizeOf(value.type.shape), locate(value), to, device.traits, {
      kind: "index",
    });
  });
  const carried = copies.map(({ from, to, size }) => copyDispatch(size, from, to, device.traits));
  return {
    scratch: buffers,
    place: (place) => {
      const outer = (location: InnerLocation): Location => {
        switch (location.kind) {
          case "feed":
            return place(at(operands, Number(location.name)));
          case "state":
          case "output":
            return place(at(outputs, Number(location.name)));
          case "buffer":
            return place({ scratch: location.index });
          case "index":
          case "number":
          case "scalar":
            return location;
        }
      };
      const placed = ({ bindings, ...dispatch }: Dispatch<InnerLocation>): Dispatch => ({
        ...dispatch,
        bindings: bindings.map(outer),
      });
      const first = inputs.states.map((state, i) =>
        copyDispatch(sizeOf(state.type.shape), place(state), place(at(outputs, i)), device.traits),
      );
      return [
        ...first,
        {
          iterations: at(at(inputs.sequences, 0).type.shape, 0),
          reverse: attributes.reverse,
          dispatches: [...dispatches, ...rows, ...carried].map(placed),
        },
      ];
    },
  };
}

/** Copies a value of `size` elements to a row of `to`, by default the first. */
function copyDispatch<Place>(
  size: number,
  from: Place,
  to: Place,
  traits: DeviceTraits,
  row: Location = { kind: "number", value: 0 },
): Dispatch<Place | Location> {
  const { workgroups, constants } = launch(size, traits, fusedIterations);
  const kernel = { shader: "copyRow", constants: { ...constants, SIZE: size }, workgroups };
  return { code: shaderOf(kernel), bindings: [from, row, to], workgroups };
}

/**
 * For each value (by id) that can overwrite the state it replaces, that state. The old state must not be read afterwards,
 * and the kernel that writes the value may read the old state only at the element it writes.
 */
function replacedInPlace(program: Program, groups: readonly Group[], storage: (value: Value) => Value) {
  const results = new Set(
    [...program.outputs.map(({ value }) => value), ...program.state.flatMap(({ next }) => next ?? [])].map(
      (value) => storage(value).id,
    ),
  );
  const producers = new Map<number, number>();
  const lastReaders = new Map<number, number>();
  groups.forEach(({ inputs, outputs }, index) => {
    for (const { id } of outputs) producers.set(id, index);
    for (const { id } of inputs) lastReaders.set(id, index);
  });
  const replaced = new Map<number, { readonly name: string; readonly value: Value }>();
  for (const { name, value, next } of program.state) {
    if (!next) continue;
    const { id } = storage(next);
    const producer = producers.get(id);
    if (producer === undefined || replaced.has(id) || results.has(value.id)) continue;
    const lastReader = lastReaders.get(value.id) ?? -1;
    const group = at(groups, producer);
    const readsInPlace = group.kind === "fused" && !group.gathered.has(value.id);
    if (lastReader < producer || (lastReader === producer && readsInPlace)) replaced.set(id, { name, value });
  }
  return replaced;
}

function fusedDispatch(
  group: FusedGroup,
  replaced: ReadonlyMap<number, { readonly value: Value }>,
  locate: (value: Value) => Location,
  traits: DeviceTraits,
): Dispatch {
  const overwrites = (output: Value) => replaced.get(output.id)?.value;
  const overwritten = new Set(group.outputs.map((output) => overwrites(output)?.id));
  const inputs = new Map(group.inputs.map((input) => [input.id, input]));
  const bindings: FusedBinding[] = [
    ...group.inputs
      .filter(({ id }) => !overwritten.has(id))
      .map((value) => ({ value, read: value, writes: false })),
    ...group.outputs.map((value) => ({
      value,
      read: inputs.get(overwrites(value)?.id ?? -1),
      writes: true,
    })),
  ];
  const { workgroups, constants } = launch(group.size / widthOf(group), traits, fusedIterations);
  return {
    code: fusedShader(group, bindings, constants.STRIDE),
    bindings: bindings.map(({ value }) => locate(value)),
    workgroups,
  };
}

function kernelDispatch(
  instruction: Instruction,
  kernel: Kernel,
  place: (binding: Binding) => Location,
): Dispatch {
  const all = [...operandsOf(instruction), ...instruction.outputs];
  return {
    code: `// ${instruction.op}\n${shaderOf(kernel)}`,
    bindings: (kernel.bindings ?? all).map(place),
    workgroups: kernel.workgroups,
  };
}

/**
 * Copies for the states that could not be written in place. A state that takes another state's old value gets it by way
 * of an extra buffer, since the other state may be replaced too.
 */
function stateCopies(program: Program, locate: (value: Value) => Location, buffers: number[]): Copy[] {
  const early: Copy[] = [];
  const late: Copy[] = [];
  for (const { name, value, next } of program.state) {
    if (!next) continue;
    const [from, to] = [locate(next), { kind: "state", name } as const];
    const size = sizeOf(value.type.shape);
    if (from.kind === "state" && from.name === name) continue;
    if (from.kind === "state") {
      const temporary: Location = { kind: "buffer", index: buffers.push(size) - 1 };
      early.push({ from, to: temporary, size });
      late.push({ from: temporary, to, size });
    } else late.push({ from, to, size });
  }
  return [...early, ...late];
}
