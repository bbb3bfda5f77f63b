import { restrictedInputs, type RestrictedInput } from "../graph/restrictedInputs";
import type { TypedGraph } from "../graph/typedGraph";
import { boundsOf, covers, tolerance, type Domain } from "../layers/domain";
import type { Builder, Value } from "../ops/operation";
import { largestFinite, maxAll, minAll, sumAll } from "../ops/reductions";
import { at } from "../tensor/tensor";
import { lower, type LowerOptions } from "./lower";
import type { Program } from "./program";
import { ProgramBuilder } from "./ProgramBuilder";
import { simplify } from "./simplify";

/** The inputs with a domain that neither the data nor the preceding layers guarantee. */
export function uncertainInputs({ nodes }: TypedGraph): RestrictedInput[] {
  return restrictedInputs(nodes).filter(({ domain, range }) => !covers(domain, range));
}

/**
 * A forward pass that measures these inputs. The output `domain` of each has six numbers: the smallest and the largest
 * value, how many are outside the domain, the smallest and the largest of the sums that should be 1 (1 if none should),
 * and the first row of the batch with a value outside, counted from 1 (0 if there is none, or if the rows are not those
 * of the batch). Values that are not finite, or that the domain ignores, are left out. It changes no state.
 */
export function domainStep(
  typed: TypedGraph,
  inputs: readonly RestrictedInput[],
  options: LowerOptions,
): Program {
  const builder = new ProgramBuilder();
  const lowered = lower(builder, typed, options);
  for (const { node, port, domain } of inputs) {
    const { id } = node.node;
    const value = lowered.get(id)?.context.input(port);
    if (value)
      builder.output(
        { kind: "domain", node: id, port },
        measure(builder.b, value, domain, options.batchSize),
      );
  }
  const program = builder.finish();
  return simplify({ ...program, state: program.state.map(({ name, value }) => ({ name, value })) });
}

function measure(b: Builder, input: Value, domain: Domain, batchSize: number): Value {
  const x = input.type.dtype === "int32" ? b.cast(input, { dtype: "float32" }) : input;
  const isFinite = b.less(b.abs(x), largestFinite);
  const counts =
    domain.except === undefined ? isFinite : b.mul(isFinite, b.sub(1, b.equal(x, domain.except)));
  const { low, high } = boundsOf(domain);
  const least = domain.open ? low + 1 : low;
  const fill = domain.values ? at(domain.values, 0) : Number.isFinite(low) ? least : high;
  const numbers = b.where(counts, x, fill);
  const sums =
    domain.sumAxis === undefined ? undefined : b.sum(numbers, { axes: [domain.sumAxis], keepDims: true });
  const one = b.constant({ value: 1 });
  const marks = outside(b, numbers, domain);
  const parts = [
    minAll(b, numbers),
    maxAll(b, numbers),
    sumAll(b, marks),
    sums ? minAll(b, sums) : one,
    sums ? maxAll(b, sums) : one,
    x.type.shape[0] === batchSize ? firstRow(b, marks) : b.constant({ value: 0 }),
  ];
  return b.concat(
    parts.map((part) => b.reshape(part, { shape: [1] })),
    { axis: 0 },
  );
}

/** The first row with a 1, counted from 1; 0 if there is none. */
function firstRow(b: Builder, marks: Value): Value {
  const [rows = 1] = marks.type.shape;
  const axes = marks.type.shape.map((_, axis) => axis).slice(1);
  const counts = axes.length > 0 ? b.sum(marks, { axes, keepDims: false }) : marks;
  // Rows are numbered from the end, so the first marked row has the largest number.
  const down = b.sub(rows, b.iota({ shape: [rows], axis: 0, dtype: "float32" }));
  const largest = b.max(b.mul(b.greater(counts, 0), down), { axes: [0], keepDims: false });
  return b.mul(b.greater(largest, 0), b.sub(rows + 1, largest));
}

/** 1 for each number outside a domain, with a tolerance for rounding errors at its bounds if it has one; otherwise 0. */
function outside(b: Builder, x: Value, domain: Domain): Value {
  if (domain.values)
    return domain.values.map((value) => b.sub(1, b.equal(x, value))).reduce((a, c) => b.mul(a, c));
  const { low, high } = boundsOf(domain);
  const slack = domain.exact ? 0 : tolerance;
  const below = domain.open
    ? b.greaterEqual(low, x)
    : b.less(x, Number.isFinite(low) ? low - slack : -largestFinite);
  return b.add(below, b.greater(x, Number.isFinite(high) ? high + slack : largestFinite));
}
