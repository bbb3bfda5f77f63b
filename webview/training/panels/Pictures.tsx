import { t } from "@vscode/l10n";
import type { PanelContent, PictureRow, SamplePicture } from "../../../engine/run/panels";
import { BitmapCanvas } from "./BitmapCanvas";
import { roleName } from "./panelTitle";

type Props = Extract<PanelContent, { show: "pictures" }>;

/** CSS pixels along a picture's longer side, of which it gets the nearest multiple of its own size from below, if any. */
const side = 64;

/** Rows of pictures, which belong together column by column; captions say what the samples are taken for. */
export function Pictures({ rows, classNames }: Props) {
  const isSingle = rows.length === 1;
  return (
    <div className={isSingle ? "rows single" : "rows"}>
      {rows.map((row, index) => (
        <div key={index} className="row" role="img" aria-label={rowLabel(row, classNames)}>
          {!isSingle && (
            <span className="role" aria-hidden>
              {roleName(row.role)}
            </span>
          )}
          {row.pictures.map((picture, column) => (
            <Sample key={column} picture={picture} classNames={classNames} />
          ))}
        </div>
      ))}
    </div>
  );
}

interface SampleProps {
  readonly picture: SamplePicture;
  readonly classNames: readonly string[] | undefined;
}

function Sample({ picture, classNames }: SampleProps) {
  const { width, height, prediction, target } = picture;
  const scale = Math.max(1, Math.floor(side / Math.max(width, height)));
  const size = { width: width * scale, height: height * scale };
  const isRight = prediction === target;
  return (
    <span className="sample">
      <span className="picture-frame" style={size}>
        <BitmapCanvas bitmap={picture} style={size} />
      </span>
      {prediction !== undefined && (
        <span className={isRight ? "caption" : "caption wrong"} title={caption(picture, classNames)}>
          {isRight ? "✓" : "✗"} {nameOf(prediction, classNames)}
        </span>
      )}
    </span>
  );
}

function nameOf(index: number, classNames: readonly string[] | undefined): string {
  return classNames?.[index] ?? String(index);
}

function caption(
  { prediction = 0, target = 0 }: SamplePicture,
  classNames: readonly string[] | undefined,
): string {
  const [predicted, own] = [nameOf(prediction, classNames), nameOf(target, classNames)];
  return prediction === target ? t("{0}, as predicted", own) : t("{0}, but predicted as {1}", own, predicted);
}

function rowLabel({ role, pictures }: PictureRow, classNames: readonly string[] | undefined): string {
  const name = t("{0}: {1} pictures", roleName(role), pictures.length);
  const predicted = pictures.filter(({ prediction }) => prediction !== undefined);
  return [name, ...predicted.map((picture) => caption(picture, classNames))].join("; ");
}
