import { t } from "@vscode/l10n";
import { useId, type SyntheticEvent } from "react";
import { formatNumber } from "../../engine/run/format";
import { mostSeed } from "./Seed";
import { usePage } from "./stores";
import { WholeField } from "./WholeField";
import { stopWriting, useWriting, write, type WritingSettings } from "./writing";

/** A prompt and how to continue it. */
export function Prompt() {
  const prompt = useWriting((writing) => writing.prompt);
  const isGoing = useWriting((writing) => writing.isGoing);
  const settings = useWriting((writing) => writing.settings);
  const change = (part: Partial<WritingSettings>) =>
    useWriting.setState({ settings: { ...settings, ...part } });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (isGoing) stopWriting();
    else {
      usePage.setState({ failure: undefined });
      write(usePage.getState().given);
    }
  };
  const field = useId();
  return (
    <form className="input prompt" onSubmit={submit}>
      <label htmlFor={field}>{t("Prompt")}</label>
      <textarea
        id={field}
        rows={4}
        spellCheck={false}
        value={prompt}
        onChange={(event) => useWriting.setState({ prompt: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      />
      <div className="settings">
        <label title={t("Below 1, the likely becomes likelier. At 0, the most likely is always taken.")}>
          <span>{t("Temperature")}</span>
          <input
            type="range"
            min={0}
            max={2}
            step={0.05}
            value={settings.temperature}
            aria-valuetext={temperatureText(settings)}
            onChange={(event) => change({ temperature: event.target.valueAsNumber })}
          />
          <output>{temperatureText(settings)}</output>
        </label>
        <WholeField
          label={t("Top-k")}
          title={t("Draws only from so many of the most likely; empty: from all.")}
          value={settings.topK}
          least={1}
          optional
          most={1_000_000}
          onChange={(topK) => change({ topK })}
        />
        <WholeField
          label={t("Length")}
          title={t("How many characters or words follow")}
          value={settings.length}
          least={1}
          most={10_000}
          onChange={(length) => length !== undefined && change({ length })}
        />
        <WholeField
          label={t("Seed")}
          title={t("The same seed gives the same text.")}
          value={settings.seed}
          least={0}
          most={mostSeed}
          onChange={(seed) => seed !== undefined && change({ seed })}
        />
      </div>
      <button type="submit" className={isGoing ? "button quiet" : "button"} aria-keyshortcuts="Control+Enter">
        {isGoing ? t("Stop") : t("Generate")}
      </button>
    </form>
  );
}

function temperatureText({ temperature }: WritingSettings): string {
  return temperature === 0 ? t("greedy") : formatNumber(temperature);
}

/** The prompt and what the model continues it with. */
export function Text() {
  const text = useWriting((writing) => writing.text);
  const isGoing = useWriting((writing) => writing.isGoing);
  if (!text) return null;
  return (
    <p className="text" aria-busy={isGoing}>
      <span className="quiet">{text.prompt}</span>
      {text.continued}
      {isGoing && <span className="cursor" aria-hidden />}
    </p>
  );
}
