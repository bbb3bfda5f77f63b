import { t } from "@vscode/l10n";
import type { PanelContent, TextPiece } from "../../../engine/run/panels";
import { roleName } from "./panelTitle";

type Props = Extract<PanelContent, { show: "texts" }>;

/** Texts of samples: what was given, what the model makes of it, and where it is right. */
export function Texts({ samples }: Props) {
  return (
    <div className="texts">
      {samples.map((rows, sample) => (
        <dl key={sample} className={rows.length === 1 ? "single" : undefined}>
          {rows.map(({ role, pieces }, row) => (
            <div key={row}>
              {rows.length > 1 && <dt>{roleName(role)}</dt>}
              <dd>
                {pieces.map((piece, index) => (
                  <Piece key={index} {...piece} />
                ))}
              </dd>
            </div>
          ))}
        </dl>
      ))}
    </div>
  );
}

function Piece({ text, mark }: TextPiece) {
  const title = mark === "wrong" ? t("wrong") : mark === "right" ? t("right") : undefined;
  return (
    <span className={mark} title={title}>
      {text}
    </span>
  );
}
