import { t } from "@vscode/l10n";
import { formatFraction } from "../../../engine/run/format";
import { noClass, type PanelContent, type PictureRow, type SamplePicture } from "../../../engine/run/panels";
import { bytesOf } from "../../ui/bitmap";
import { BitmapCanvas } from "../../ui/BitmapCanvas";
import { className } from "./className";
import { Legend } from "./Legend";
import { Mask } from "./Mask";
import { roleName } from "./panelTitle";

type Props = Extract<PanelContent, { show: "pictures" }>;

/** CSS pixels along a picture's longer side, of which it gets the nearest multiple of its own size from below, if any. */
const side = 64;
/** And along a class's mark in the legend. */
const mark = 14;

/** Rows of pictures, which belong together column by column; captions say what the samples are taken for. */
export function Pictures({ rows, classNames }: Props) {
  const isSingle = rows.length === 1;
  const masked = masksOf(rows.flatMap(({ pictures }) => pictures));
  return (
    <>
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
      {masked.size > 0 && (
        <Legend entries={[...masked.keys()].map((index) => maskEntry(index, classNames))} />
      )}
    </>
  );
}

function maskEntry(index: number, classNames: readonly string[] | undefined) {
  const pixel = { width: 1, height: 1, channels: 1, pixels: btoa(String.fromCharCode(index)) } as const;
  return {
    name: className(index, classNames),
    mark: (
      <span className="mark" aria-hidden>
        <Mask mask={pixel} width={mark} height={mark} />
      </span>
    ),
  };
}

/** How many pixels of their masks are of each class, in its order. */
function masksOf(pictures: readonly SamplePicture[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { mask } of pictures)
    for (const index of mask ? bytesOf(mask) : [])
      if (index !== noClass) counts.set(index, (counts.get(index) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => a - b));
}

interface SampleProps {
  readonly picture: SamplePicture;
  readonly classNames: readonly string[] | undefined;
}

function Sample({ picture, classNames }: SampleProps) {
  const { width, height, prediction, target, mask, iou } = picture;
  const scale = Math.max(1, Math.floor(side / Math.max(width, height)));
  const size = { width: width * scale, height: height * scale };
  const isRight = prediction === target;
  return (
    <span className="sample">
      <span className="picture-frame" style={size}>
        <BitmapCanvas bitmap={picture} style={size} />
        {mask && <Mask mask={mask} {...size} />}
      </span>
      {prediction !== undefined && (
        <span className={isRight ? "caption" : "caption wrong"} title={caption(picture, classNames)}>
          {isRight ? "✓" : "✗"} {className(prediction, classNames)}
        </span>
      )}
      {iou !== undefined && (
        <span className="caption" title={t("Intersection over union with the target")}>
          {t("IoU {0}", formatFraction(iou))}
        </span>
      )}
    </span>
  );
}

function caption(
  { prediction = 0, target = 0 }: SamplePicture,
  classNames: readonly string[] | undefined,
): string {
  const [predicted, own] = [className(prediction, classNames), className(target, classNames)];
  return prediction === target ? t("{0}, as predicted", own) : t("{0}, but predicted as {1}", own, predicted);
}

function rowLabel({ role, pictures }: PictureRow, classNames: readonly string[] | undefined): string {
  const name = t("{0}: {1} pictures", roleName(role), pictures.length);
  const predicted = pictures.filter(({ prediction }) => prediction !== undefined);
  return [
    name,
    ...predicted.map((picture) => caption(picture, classNames)),
    ...maskLabels(pictures, classNames),
  ].join("; ");
}

function maskLabels(pictures: readonly SamplePicture[], classNames: readonly string[] | undefined): string[] {
  const masked = [...masksOf(pictures)];
  const all = masked.reduce((sum, [, count]) => sum + count, 0);
  const overlaps = pictures.flatMap(({ iou = NaN }) => (Number.isFinite(iou) ? [iou] : []));
  const mean = overlaps.reduce((sum, iou) => sum + iou, 0) / overlaps.length;
  return [
    ...masked.map(([index, count]) =>
      t("{0}: {1} of the pixels", className(index, classNames), formatFraction(count / all)),
    ),
    ...(overlaps.length > 0
      ? [t("intersection over union with the target {0} on average", formatFraction(mean))]
      : []),
  ];
}
