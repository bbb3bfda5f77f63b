import { describe } from "vitest";
import { convolutional } from "./architectures";
import { trainsArchitecture } from "./trainsArchitecture";

// The others take their steps in `npm test`.
describe("on the CPU", () => {
  for (const [name, { trainedWith }] of Object.entries(convolutional))
    if (trainedWith === undefined)
      trainsArchitecture(name, name === "unet" || name === "fcn8s" ? 1 : 2, 900_000);
});
