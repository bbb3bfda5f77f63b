import { t } from "@vscode/l10n";
import type { Predictable } from "../../engine/run/prediction";
import { Answer } from "./Answer";
import { Input } from "./Input";
import { Prompt, Text } from "./Prompt";
import { Seed } from "./Seed";
import { missingInputs, usePage } from "./stores";

/** The page on which a trained model is used: what is given on the left, what it makes of it on the right. */
export function Predict() {
  const name = usePage((page) => page.name);
  const model = usePage((page) => page.model);
  const failure = usePage((page) => page.failure);
  return (
    <main className="predict">
      <header>
        <h1>{name}</h1>
        <p className="quiet">
          {model ? model.device.name : failure === undefined && t("Opening the model…")}
        </p>
      </header>
      {failure !== undefined && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      {model && <Model model={model} />}
    </main>
  );
}

function Model({ model }: { readonly model: Predictable }) {
  const missing = missingInputs(model);
  if (missing.length > 0)
    return (
      <p className="quiet">
        {t(
          "Some inputs of this model cannot be entered here: {0}. Give them on the command line: netloom predict.",
          missing.map(({ path, shape }) => `${path} (${shape.join("×")})`).join(", "),
        )}
      </p>
    );
  return (
    <div className="columns">
      <section aria-label={t("Inputs")}>
        {model.inputs.map((input) => (
          <Input key={input.path} input={input} />
        ))}
        {model.prompt !== undefined ? <Prompt /> : model.random && <Seed />}
      </section>
      {model.prompt !== undefined ? (
        <section aria-label={t("Text")}>
          <Text />
        </section>
      ) : (
        <Answers />
      )}
    </div>
  );
}

function Answers() {
  const answers = usePage((page) => page.answers);
  return (
    <section aria-label={t("Prediction")} aria-live="polite">
      {answers.map(({ output, content }) => (
        <div key={output} className="answer">
          {answers.length > 1 && <h2>{output}</h2>}
          <Answer content={content} />
        </div>
      ))}
    </section>
  );
}
