import { ProgramBuilder } from "../../compiler/ProgramBuilder";
import type { Program } from "../../compiler/program";
import { appendBody } from "../../compiler/scan";
import { simplify } from "../../compiler/simplify";
import { unrollScans } from "../../compiler/unrollScans";
import type { Instruction, Value } from "../../ops/operation";
import { int } from "../../tensor/tensor";

/** The feed of a scan's Program that says which row it is at. */
export const indexFeed = "index";

/**
 * One turn of a scan as a Program of its own: `index` and the inputs that stay (`1` is the scan's second) are fed, the states
 * (`0` is the scan's first output) are state, and the rows that it makes are outputs, by the number of the scan's output.
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
  // Scans in a scan are written out.
  return unrollScans(simplify(builder.finish()));
}
