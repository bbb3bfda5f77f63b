import { integer, numbers } from "../../parameters/parameter";

/** The axis that holds the classes. In PyTorch it is always axis 1. */
export const classAxis = integer({
  default: 1,
  help: "The axis of the classes: 1, as in PyTorch, or -1 for the last, as in sequences of scores.",
});

export const ignoreIndex = integer({
  default: -100,
  help: "A class index that is ignored, such as that of padding.",
});

export const classWeight = numbers({
  default: [],
  minimum: 0,
  help: "Weight of each class, in class order; empty means 1 for all.",
});
