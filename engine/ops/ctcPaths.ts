import { logAddExp } from "./logAddExp";
import { defineOperation, type Builder, type Value } from "./operation";
import { maxUnrolled } from "./recurrentSteps";
import { at, float } from "../tensor/tensor";

declare module "./operation" {
  interface Operations {
    /**
     * `emissions` [N, T, S] are the log-probabilities of each state's symbol, `skips` [N, S] is 1 where a path may come
     * from two states before, `lengths` [N, 1] are the steps that count, as float32. Output [N, S].
     */
    ctcPaths: Signature<["emissions", "skips", Optional<"lengths">], object>;
  }
}

/** The log-probability of an impossible path: finite, so that differences are not NaN. */
export const IMPOSSIBLE = -1e30;

/**
 * The log-probability of all paths that end in each state after the last step: the forward variables of Graves et al.,
 * Connectionist temporal classification (2006), in log space. A path begins in one of the first two states.
 */
export const ctcPaths = defineOperation({
  name: "ctcPaths",
  inputs: ["emissions", "skips", { optional: "lengths" }],
  infer: ({ emissions: { shape } }) => [float([at(shape, 0), at(shape, 2)])],
  decompose: (b, { emissions, skips, lengths }, _, scan) => {
    const [batch, time, states] = [0, 1, 2].map((axis) => at(emissions.type.shape, axis)) as [
      number,
      number,
      number,
    ];
    const emission = (step: number) =>
      b.reshape(b.slice(emissions, { starts: [0, step, 0], ends: [batch, step + 1, states] }), {
        shape: [batch, states],
      });
    const place = b.iota({ shape: [1, states], axis: 1, dtype: "float32" });
    let paths = b.where(b.less(place, 2), emission(0), IMPOSSIBLE);
    if (time <= maxUnrolled) {
      for (let step = 1; step < time; step++)
        paths = next(b, paths, emission(step), skips, lengths && b.greater(lengths, step));
      return [paths];
    }
    const steps = time - 1;
    const rest = b.slice(emissions, { starts: [0, 1, 0], ends: [batch, time, states] });
    const sequences = [b.transpose(rest, { permutation: [1, 0, 2] })];
    // 1, 2, …: the step of each row.
    if (lengths) sequences.push(b.add(b.iota({ shape: [steps, 1, 1], axis: 0, dtype: "float32" }), 1));
    const constants = lengths ? [skips, lengths] : [skips];
    const all = scan(b, { states: [paths], sequences, constants }, (inner, given) => {
      const [own, ownLengths] = given.constants;
      const [row, step] = given.rows;
      if (!own || !row) throw new Error("a step of CTC lacks its inputs");
      const counts = ownLengths && step && inner.greater(ownLengths, step);
      return [next(inner, at(given.states, 0), row, own, counts)];
    });
    const last = b.slice(at(all, 0), { starts: [steps - 1, 0, 0], ends: [steps, batch, states] });
    return [b.reshape(last, { shape: [batch, states] })];
  },
});

/** The paths [N, S] one step later; unchanged where `counts` [N, 1] is 0. */
function next(b: Builder, paths: Value, emission: Value, skips: Value, counts: Value | undefined): Value {
  const arriving = [paths, shifted(b, paths, 1)];
  if (at(paths.type.shape, 1) > 3) arriving.push(b.where(skips, shifted(b, paths, 2), IMPOSSIBLE));
  const arrived = b.add(logAddExp(b, arriving), emission);
  return counts ? b.where(counts, arrived, paths) : arrived;
}

/** The states' paths, each shifted by `count` states. */
function shifted(b: Builder, paths: Value, count: number): Value {
  const [batch, states] = [at(paths.type.shape, 0), at(paths.type.shape, 1)];
  return b.concat(
    [
      b.broadcast(b.constant({ value: IMPOSSIBLE }), { shape: [batch, count] }),
      b.slice(paths, { starts: [0, 0], ends: [batch, states - count] }),
    ],
    { axis: 1 },
  );
}
