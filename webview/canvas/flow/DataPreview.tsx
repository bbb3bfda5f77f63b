import "./preview.css";
import "./DataPreview.css";
import { t } from "@vscode/l10n";
import { createElement } from "react";
import { formatCount } from "../../../engine/run/format";
import { dataPicture, dataPictureSize as size } from "../model/dataPictures";

/** A small picture of the kind of data a source holds, and its number of samples. */
export function DataPreview({
  source,
  samples,
}: {
  readonly source: string;
  readonly samples: number | undefined;
}) {
  return (
    <div className="preview data-preview">
      <svg {...size} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
        {dataPicture(source).map(({ tag, look, attributes }, index) =>
          createElement(tag, { key: index, className: look, ...attributes }),
        )}
      </svg>
      {samples !== undefined && (
        <span className="samples" title={t("{0} samples", formatCount(samples))}>
          {formatCount(samples)}
        </span>
      )}
    </div>
  );
}
