import { t } from "@vscode/l10n";
import { setSeed, usePage } from "./stores";
import { WholeField } from "./WholeField";

export const mostSeed = 2 ** 31 - 1;
/** Seeds that are drawn are short, to be noted and entered again. */
const mostDrawn = 1_000_000;

/** The seed of the random numbers that the model draws. */
export function Seed() {
  const seed = usePage((page) => page.seed);
  return (
    <div className="input field">
      <WholeField
        label={t("Seed")}
        value={seed}
        least={0}
        most={mostSeed}
        onChange={(next) => next !== undefined && setSeed(next)}
      />
      <button
        type="button"
        className="button quiet"
        onClick={() => setSeed(Math.floor(Math.random() * mostDrawn))}
      >
        {t("New Noise")}
      </button>
    </div>
  );
}
