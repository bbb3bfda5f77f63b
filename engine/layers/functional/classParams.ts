import { integer, numbers } from "../../parameters/parameter";

/** Which axis holds the classes. PyTorch knows only axis 1. */
export const classAxis = integer({
  default: 1,
  help: "The axis that holds the classes: 1, as in PyTorch, or -1 for the last, as in sequences of scores.",
});

export const ignoreIndex = integer({
  default: -100,
  help: "A class number that does not count, such as that of padding.",
});

export const classWeight = numbers({
  default: [],
  minimum: 0,
  help: "How much each class counts, in the order of their numbers; empty: all count 1.",
});
