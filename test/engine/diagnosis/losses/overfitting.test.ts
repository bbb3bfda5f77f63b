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
      title:
        "Overfitting: validation loss has been rising since epoch 3 while training loss is still falling.",
      advice:
        "It has risen from 0.2 to 0.3. More data, dropout or weight decay can help; the best checkpoint is saved.",
    });
  });

  it("is not reported if the network does better on validation rows than on training rows", () => {
    const run = runOf([], { train: epochs(1.5, 1.2, 1.1, 1), validation: epochs(0.1, 0.004, 0.02, 0.03) });
    expect(overfitting.find(run)).toBeUndefined();
  });

  it("is not a single worse epoch, a training loss that rises as well, or a rise by a hundredth", () => {
    const train = epochs(0.5, 0.4, 0.3, 0.2);
    expect(overfitting.find(runOf([], { train, validation: epochs(0.5, 0.3, 0.2, 0.25) }))).toBeUndefined();
    const rising = epochs(0.5, 0.2, 0.3, 0.4);
    expect(overfitting.find(runOf([], { train: rising, validation: rising }))).toBeUndefined();
    expect(
      overfitting.find(runOf([], { train, validation: epochs(0.5, 0.3, 0.302, 0.303) })),
    ).toBeUndefined();
  });
});
