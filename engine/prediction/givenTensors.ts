import type { SafeTensor } from "../interop/safetensors";
import type { GivenInput } from "../run/prediction";
import { notAPictureInput, otherPictureSize } from "./errors";
import { numbersFor } from "./numbersFor";
import { pictureFor } from "./pictureFor";
import { pictureOf, type PredictionInput } from "./ports";
import type { Predictor } from "./Predictor";
import { classNamesOf, encodeText } from "../generation/prompt";

/** What is given for the inputs of a model, by path or name. Throws an EngineError that says what does not fit, and where. */
export function givenTensors(
  predictor: Predictor,
  given: Readonly<Record<string, GivenInput>>,
): Map<string, SafeTensor> {
  return new Map(
    Object.entries(given).map(([name, each]) => {
      const input = predictor.inputCalled(name);
      return [input.path, tensorFor(input, each)];
    }),
  );
}

function tensorFor(input: PredictionInput, given: GivenInput): SafeTensor {
  switch (given.kind) {
    case "numbers":
      return numbersFor(input, given.values);
    case "text":
      return numbersFor(input, encodeText(given.text, classNamesOf(input)));
    case "picture": {
      const wanted = pictureOf(input.type);
      if (wanted?.channels !== given.channels) throw notAPictureInput(input.path);
      const { width, height, channels, pixels } = given;
      const size = width * height * channels;
      const isOther = width !== wanted.width || height !== wanted.height;
      // Before anything is decoded.
      if (isOther || pixels.length !== 4 * Math.ceil(size / 3))
        throw otherPictureSize(input.path, given, wanted);
      return pictureFor(input, { width, height, channels, data: Buffer.from(pixels, "base64") });
    }
  }
}
