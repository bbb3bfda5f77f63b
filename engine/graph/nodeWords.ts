import { integer, number, type Parameters } from "../parameters/parameter";

/** What a node can say besides its layer's or block's parameters and about sharing, for forms. */
export const nodeWords = {
  repeat: integer({
    help: "How many of it are put one behind the other, first output to first input.",
    optional: true,
    minimum: 1,
  }),
} satisfies Parameters;

/** When the weights of a node follow those of another one: one of the two is written. */
export const followsWords = {
  every: integer({ help: "It becomes a copy after every so many steps.", default: 500, minimum: 1 }),
  rate: number({
    help: "After each step it moves this part of the way towards the other.",
    default: 0.005,
    above: 0,
    maximum: 1,
  }),
} satisfies Parameters;
