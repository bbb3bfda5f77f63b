import { integer } from "../parameters/parameter";
import { at, sizeOf } from "../tensor/tensor";
import type { FloatArray } from "./draws";
import { defineInitializer } from "./rule";

export const dirac = defineInitializer({
  type: "dirac",
  summary:
    "A convolution that passes its channels through unchanged: 1 in the centre of each window, 0 elsewhere.",
  params: { groups: integer({ default: 1, minimum: 1, help: "The convolution's groups." }) },
  axes: 3,
  reference: {
    formula: String.raw`w_{g \cdot o + c,\, c,\, \lfloor k/2 \rfloor} = 1 \text{ for } c < \min(o, \mathrm{in}), \; o = \mathrm{out} / \mathrm{groups}`,
    sources: ["https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.dirac_"],
  },
  sample: ({ params: { groups }, shape, values }) => {
    fillDirac(values, shape, groups);
  },
});

/** [out, in / groups, …window]: channel c of each group's input goes to channel c of its output. */
export function fillDirac(values: FloatArray, shape: readonly number[], groups: number): void {
  const [out, channels, ...kernel] = [at(shape, 0), at(shape, 1), ...shape.slice(2)];
  const window = sizeOf(kernel);
  const middle = kernel.reduce((place, size) => place * size + Math.floor(size / 2), 0);
  const outOfGroup = Math.floor(out / groups);
  for (let group = 0; group < groups; group++)
    for (let channel = 0; channel < Math.min(outOfGroup, channels); channel++)
      values[((group * outOfGroup + channel) * channels + channel) * window + middle] = 1;
}
