import { t } from "@vscode/l10n";
import { memo } from "react";
import type { PanelEvent } from "../../../engine/run/events";
import type { PanelContent } from "../../../engine/run/panels";
import { formatCount } from "../../../engine/run/format";
import { Attention } from "./Attention";
import { Lines } from "./Lines";
import { panelTitle } from "./panelTitle";
import { Play } from "./Play";
import { Pictures } from "./Pictures";
import { Points } from "./Points";
import { Texts } from "./Texts";

/** A panel with its title, its node and its step. Memoized, because events of other kinds come much more often. */
export const Panel = memo(function Panel({ event }: { readonly event: PanelEvent }) {
  const { panel, node, step, content } = event;
  const title = panelTitle(panel);
  const place = t("{0}, step {1}", node, formatCount(step));
  return (
    <section className={`panel ${content.show}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="at" title={place}>
          {place}
        </span>
      </header>
      <Content content={content} />
    </section>
  );
});

function Content({ content }: { readonly content: PanelContent }) {
  switch (content.show) {
    case "pictures":
      return <Pictures {...content} />;
    case "points":
      return <Points {...content} />;
    case "lines":
      return <Lines {...content} />;
    case "attention":
      return <Attention {...content} />;
    case "texts":
      return <Texts {...content} />;
    case "play":
      return <Play {...content} />;
  }
}
