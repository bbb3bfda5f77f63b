import { describe, expect, it } from "vitest";
import { overfitting } from "../../../../engine/diagnosis/losses/overfitting";
import { epochs, runOf } from "./run";

describe("overfitting", () => {
  it("is a validation loss that rises while the training loss falls", () => {
    const run = runOf([], {
      train: epochs(0.5, 0.4, 0.3, 0.2, 0.1),
      validation: epochs(0.5, 0.3, 0.2, 0.25, 0.3),
    });
    expect(overfitting.find(run)).toEqual({
      title: "Validation loss has been rising since epoch 3 while training loss falls: overfitting.",
      advice:
        "It was 0.2 then and is 0.3 now. More data, Dropout or weight decay help; the best checkpoint was kept.",
    });
  });

  it("is not where the rows that are held out are better known than those that are trained on", () => {
    const run = runOf([], { train: epochs(1.5, 1.2, 1.1, 1), validation: epochs(0.1, 0.004, 0.02, 0.03) });
    expect(overfitting.find(run)).toBeUndefined();
  });

  it("is not one worse epoch, nor a training loss that rises as well, nor a rise by a hundredth", () => {
    const train = epochs(0.5, 0.4, 0.3, 0.2);
    expect(overfitting.find(runOf([], { train, validation: epochs(0.5, 0.3, 0.2, 0.25) }))).toBeUndefined();
    const rising = epochs(0.5, 0.2, 0.3, 0.4);
    expect(overfitting.find(runOf([], { train: rising, validation: rising }))).toBeUndefined();
    expect(
      overfitting.find(runOf([], { train, validation: epochs(0.5, 0.3, 0.302, 0.303) })),
    ).toBeUndefined();
  });
});
