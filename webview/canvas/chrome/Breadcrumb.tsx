import "./Breadcrumb.css";
import { t } from "@vscode/l10n";
import { pagesAround, topPage, type Page } from "../../../engine/graph/page";
import { useCanvas, useCanvasState } from "../state/useCanvas";

/** Where the shown block is, with a link to each page around it; absent on the document's own page. */
export function Breadcrumb() {
  const canvas = useCanvas();
  const page = useCanvasState((state) => state.page);
  if (!page?.block) return null;
  const around = pagesAround(page);
  return (
    <nav className="breadcrumb" aria-label={t("Pages")}>
      <button type="button" className="crumb" onClick={() => canvas.open(topPage, firstNode(around))}>
        {t("Model")}
      </button>
      {around.map(({ page: { path, block }, node }, depth) => {
        const isLast = depth === around.length - 1;
        const text = node === block ? node : `${node} (${block ?? ""})`;
        return (
          <span key={path} className="crumb-part">
            <span aria-hidden="true">›</span>
            {isLast ? (
              <span className="crumb" aria-current="page">
                {text}
              </span>
            ) : (
              <button
                type="button"
                className="crumb"
                onClick={() => canvas.open({ path, block }, firstNode(around.slice(depth + 1)))}
              >
                {text}
              </button>
            )}
          </span>
        );
      })}
      <Instances page={page} />
    </nav>
  );
}

/** The node by which the page is entered, to be selected on the page around it. */
function firstNode(around: ReturnType<typeof pagesAround>): string[] {
  const [first] = around;
  return first ? [first.node] : [];
}

/** More than these are not offered in a list. */
const mostListed = 200;

/** The instances of the block, to look at its shapes in another one. */
function Instances({ page: { typed, block, path } }: { readonly page: Page }) {
  const canvas = useCanvas();
  const instances: string[] = [];
  for (const [other, instance] of typed.instances) {
    if (instance.block !== block?.name) continue;
    if (other === path || instances.length < mostListed) instances.push(other);
  }
  if (instances.length === 0) return <span className="crumb-note">{t("not used yet")}</span>;
  if (instances.length === 1) return null;
  return (
    <select
      className="crumb-instances"
      aria-label={t("Instance")}
      title={t("The instance whose shapes are shown; changes are made in all of them")}
      value={path}
      onChange={(event) => canvas.open({ path: event.currentTarget.value, block: block?.name })}
    >
      {instances.map((other) => (
        <option key={other}>{other}</option>
      ))}
    </select>
  );
}
