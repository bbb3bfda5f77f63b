import { ProgramBuilder } from "../../compiler/ProgramBuilder";
import type { Program } from "../../compiler/program";
import { appendBody } from "../../compiler/scan";
import { simplify } from "../../compiler/simplify";
import { unrollScans } from "../../compiler/unrollScans";
import type { Instruction, Value } from "../../ops/operation";
import { int } from "../../tensor/tensor";

/** The feed of a scan's Program with the current row. */
export const indexFeed = "index";

/**
 * One iteration of a scan as a Program. Its feeds are `index` and the scan's sequences and constants, named by the index
 * of the scan's input (`1` is the second); its state is the scan's states and its outputs are the rows, both named by the
 * index of the scan's output (`0` is the first).
 */
export function scanProgram({ inputs, attributes: { body } }: Instruction<"scan">): Program {
  const builder = new ProgramBuilder();
  const index = builder.feed(indexFeed, int([]));
  const states = inputs.states.length;
  let place = states;
  const feed = ({ type }: Value) => builder.feed(String(place++), type);
  const given = [
    ...inputs.states.map(({ type }, i) => builder.slot(String(i), type)),
    ...inputs.sequences.map((sequence) => builder.b.gather(feed(sequence), index, { axis: 0 })),
    ...inputs.constants.map(feed),
  ];
  appendBody(builder, body, given).forEach((value, i) => {
    if (i < states) builder.update(String(i), value);
    else builder.output(String(i), value);
  });
  // Nested scans are unrolled.
  return unrollScans(simplify(builder.finish()));
}
