import type { PredictableInput } from "../../engine/run/prediction";
import { Classes } from "./Classes";
import { Numbers } from "./Numbers";
import { Pad } from "./Pad";

/** What a person gives for one input. */
export function Input({ input }: { readonly input: PredictableInput }) {
  switch (input.kind) {
    case "picture":
      return <Pad input={input} />;
    case "numbers":
      return <Numbers input={input} />;
    case "classes":
      return <Classes input={input} />;
    case "other":
      return null;
  }
}
