import * as z from "zod";
import { integer, parameter, type Parameters } from "../parameters/parameter";

/** What a node can say besides its layer's or block's parameters, for forms. */
export const nodeWords = {
  repeat: integer({
    help: "How many of it are put one behind the other, first output to first input.",
    optional: true,
    minimum: 1,
  }),
  weightsOf: parameter("value", z.unknown(), {
    help: "The node of the same type whose weights it uses instead of its own.",
    optional: true,
  }),
} satisfies Parameters;
