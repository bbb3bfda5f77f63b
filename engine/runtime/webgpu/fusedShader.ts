import { loweringOf } from "../../compiler/dataflow";
import type { FusedGroup } from "../../compiler/fuse";
import { threads } from "../../ops/launch";
import { mapInputs, operandsOf } from "../../ops/inputs";
import type { Instruction, Value } from "../../ops/operation";
import { at, sameShape, sizeOf, stridesOf } from "../../tensor/tensor";
import { withHeader } from "./shaders";

/** A buffer as the shader sees it. */
export interface FusedBinding {
  /** The value that the buffer holds afterwards. */
  readonly value: Value;
  /** The value that the shader reads from it: the same, or the state that it replaces. */
  readonly read: Value | undefined;
  readonly writes: boolean;
}

/** Elements per iteration: four if that divides the size, to read memory in vectors. */
export function widthOf({ size }: FusedGroup): 1 | 4 {
  return size % 4 === 0 ? 4 : 1;
}

/**
 * WGSL for a group of elementwise instructions. Each iteration of a loop that advances by `stride` computes element i of
 * every output. A value is computed once for each position at which it is read; all reads come before the first write.
 */
export function fusedShader(group: FusedGroup, bindings: readonly FusedBinding[], stride: number): string {
  const width = widthOf(group);
  const vector = ({ value, writes }: FusedBinding) => width > 1 && (writes || !group.gathered.has(value.id));
  const typeOf = ({ value }: FusedBinding) => (value.type.dtype === "int32" ? "i32" : "f32");
  const declarations = bindings.map((binding, slot) => {
    const access = binding.writes ? "read_write" : "read";
    const element = vector(binding) ? `vec${String(width)}<${typeOf(binding)}>` : typeOf(binding);
    return `@group(0) @binding(${String(slot)}) var<storage, ${access}> b${String(slot)}: array<${element}>;`;
  });
  const loads = bindings.flatMap((binding, slot) =>
    binding.read && vector(binding) ? [`let q${String(slot)} = b${String(slot)}[i];`] : [],
  );
  const lanes = Array.from({ length: width }, (_, lane) => {
    const index = width === 1 ? "i" : `i${String(lane)}`;
    const load = (slot: number, flat: string) =>
      flat === index && vector(at(bindings, slot))
        ? `q${String(slot)}[${String(lane)}]`
        : `b${String(slot)}[${flat}]`;
    const body = new Body(group, bindings, index, load);
    if (width > 1) body.lines.push(`let ${index} = i * ${String(width)}u + ${String(lane)}u;`);
    const results = bindings.map(({ value, writes }) =>
      writes ? body.element(value, { key: index, flat: index, shape: value.type.shape }) : "",
    );
    return { lines: body.lines, results };
  });
  const stores = bindings.flatMap((binding, slot) => {
    if (!binding.writes) return [];
    const results = lanes.map((lane) => at(lane.results, slot));
    const element =
      width === 1 ? results.join() : `vec${String(width)}<${typeOf(binding)}>(${results.join(", ")})`;
    return [`b${String(slot)}[i] = ${element};`];
  });
  return withHeader(`${declarations.join("\n")}

@compute @workgroup_size(${String(threads)})
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < ${String(group.size / width)}u; i += ${String(stride)}u) {
    ${[...loads, ...lanes.flatMap(({ lines }) => lines), ...stores].join("\n    ")}
  }
}
`);
}

/** A position in a tensor of a shape: as a flat index, as coordinates, or both. */
interface Place {
  /** Equal for equal positions. */
  readonly key: string;
  readonly shape: readonly number[];
  readonly flat?: string;
  readonly coordinates?: readonly string[];
}

class Body {
  readonly lines: string[] = [];
  private readonly definitions = new Map<number, Instruction>();
  private readonly slots = new Map<number, number>();
  private readonly names = new Map<string, string>();

  constructor(
    group: FusedGroup,
    bindings: readonly FusedBinding[],
    /** The WGSL name of the element's index, and the prefix of the names of all values computed for it. */
    private readonly index: string,
    private readonly load: (slot: number, flat: string) => string,
  ) {
    for (const instruction of group.instructions) {
      for (const { id } of instruction.outputs) this.definitions.set(id, instruction);
    }
    bindings.forEach(({ read }, slot) => {
      if (read) this.slots.set(read.id, slot);
    });
  }

  /** The WGSL name of a value's element at a position; emits what computes it. */
  element(value: Value, place: Place): string {
    return this.once(`${String(value.id)}@${place.key}`, () => {
      const slot = this.slots.get(value.id);
      if (slot !== undefined) return this.load(slot, this.flat(place));
      const instruction = this.definitions.get(value.id);
      if (!instruction) throw new Error(`value ${String(value.id)} is neither computed nor bound`);
      return this.compute(instruction, place);
    });
  }

  private compute(instruction: Instruction, place: Place): string {
    const { inputs, attributes } = instruction;
    const webgpu = loweringOf(instruction);
    switch (webgpu.kind) {
      case "elementwise": {
        const operands = mapInputs<Value, string>(inputs, (input) =>
          this.element(input, this.broadcast(place, input.type.shape)),
        );
        return webgpu.expression(operands, attributes);
      }
      case "alias": {
        const input = at(operandsOf(instruction), 0);
        const flat = this.flat(place);
        return this.element(input, { key: flat, flat, shape: input.type.shape });
      }
      case "view": {
        const read = (input: Value, coordinates: readonly string[]) =>
          this.element(input, this.located(input.type.shape, coordinates));
        return webgpu.expression(read, this.coordinates(place), instruction);
      }
      case "kernels":
        throw new Error(`${instruction.op} is not elementwise`);
    }
  }

  /** The position in an operand of `shape` that broadcasts to the position's shape. */
  private broadcast(place: Place, shape: readonly number[]): Place {
    if (sameShape(place.shape, shape)) return place;
    const size = sizeOf(shape);
    if (size === 1) return { key: "0u", flat: "0u", shape };
    if (size === sizeOf(place.shape)) {
      const flat = this.flat(place);
      return { key: flat, flat, shape };
    }
    const own = this.coordinates(place).slice(place.shape.length - shape.length);
    return this.located(
      shape,
      own.map((coordinate, axis) => (shape[axis] === 1 ? "0u" : coordinate)),
    );
  }

  private located(shape: readonly number[], coordinates: readonly string[]): Place {
    const named = coordinates.map((expression) => this.named(expression));
    return { key: `[${named.join()}]${shape.join("x")}`, shape, coordinates: named };
  }

  private flat({ flat, coordinates = [], shape }: Place): string {
    if (flat !== undefined) return flat;
    const strides = stridesOf(shape);
    const terms = coordinates.flatMap((coordinate, axis) => {
      const stride = at(strides, axis);
      if (coordinate === "0u") return [];
      return [stride === 1 ? coordinate : `${coordinate} * ${String(stride)}u`];
    });
    return terms.length === 0 ? "0u" : this.named(terms.join(" + "));
  }

  private coordinates({ coordinates, flat = "0u", shape }: Place): readonly string[] {
    if (coordinates) return coordinates;
    const strides = stridesOf(shape);
    const first = shape.findIndex((size) => size !== 1);
    return shape.map((size, axis) => {
      const stride = at(strides, axis);
      if (size === 1) return "0u";
      const quotient = stride === 1 ? flat : `${flat} / ${String(stride)}u`;
      return this.named(axis === first ? quotient : `${quotient} % ${String(size)}u`);
    });
  }

  /** A name for an expression; an identifier or literal is its own name. */
  private named(expression: string): string {
    return /^\w+$/.test(expression) ? expression : this.once(expression, () => expression);
  }

  private once(key: string, expression: () => string): string {
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const text = expression();
    const name = `${this.index}_${String(this.lines.length)}`;
    this.lines.push(`let ${name} = ${text};`);
    this.names.set(key, name);
    return name;
  }
}
