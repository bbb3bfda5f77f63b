import { t } from "@vscode/l10n";
import { formatFraction } from "../../../engine/run/format";
import {
  noClass,
  type Bitmap,
  type PanelContent,
  type PanelRole,
  type PictureRow,
  type SampleBox,
  type SamplePicture,
} from "../../../engine/run/panels";
import { bytesOf } from "../../ui/bitmap";
import { BitmapCanvas } from "../../ui/BitmapCanvas";
import { className } from "./className";
import { Legend } from "./Legend";
import { Overlay } from "./Overlay";
import { roleName } from "./panelTitle";

type Props = Extract<PanelContent, { show: "pictures" }>;

/** CSS pixels along a picture's longer side, of which it gets the nearest multiple of its own size from below, if any. */
const side = 64;
/** Of pictures with boxes, which have more in them. */
const boxedSide = 96;
/** And along a class's mark in the legend. */
const mark = 14;

/** Rows of pictures, which belong together column by column; captions say what the samples are taken for. */
export function Pictures({ rows, classNames }: Props) {
  const isSingle = rows.length === 1;
  const all = rows.flatMap(({ pictures }) => pictures);
  const [masked, boxed] = [pixelsOf(all), boxesOf(all)];
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
              <Sample key={column} role={row.role} picture={picture} classNames={classNames} />
            ))}
          </div>
        ))}
      </div>
      {masked.size + boxed.size > 0 && (
        <Legend
          entries={[
            ...[...masked.keys()].map((index) => entry(index, { mask: ofOnePixel(index) }, classNames)),
            ...[...boxed.keys()].map((kind) => entry(kind, { boxes: [around(kind)] }, classNames)),
          ]}
        />
      )}
    </>
  );
}

function entry(
  index: number,
  drawn: Pick<SamplePicture, "mask" | "boxes">,
  classNames: readonly string[] | undefined,
) {
  return {
    name: className(index, classNames),
    mark: (
      <span className="mark" aria-hidden>
        <Overlay {...drawn} width={mark} height={mark} />
      </span>
    ),
  };
}

function ofOnePixel(index: number): Bitmap {
  return { width: 1, height: 1, channels: 1, pixels: btoa(String.fromCharCode(index)) };
}

function around(kind: number): SampleBox {
  return { left: 0.1, top: 0.1, right: 0.9, bottom: 0.9, kind, isHit: true };
}

/** How many pixels of their masks are of each class, in its order. */
function pixelsOf(pictures: readonly SamplePicture[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { mask } of pictures)
    for (const index of mask ? bytesOf(mask) : [])
      if (index !== noClass) counts.set(index, (counts.get(index) ?? 0) + 1);
  return inOrder(counts);
}

/** How many of their boxes are around something of each class, in its order. */
function boxesOf(pictures: readonly SamplePicture[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { kind } of pictures.flatMap(({ boxes = [] }) => boxes))
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return inOrder(counts);
}

function inOrder(counts: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  return new Map([...counts].sort(([a], [b]) => a - b));
}

interface SampleProps {
  readonly role: PanelRole;
  readonly picture: SamplePicture;
  readonly classNames: readonly string[] | undefined;
}

function Sample({ role, picture, classNames }: SampleProps) {
  const { width, height, prediction, target, mask, iou, boxes } = picture;
  const scale = Math.max(1, Math.floor((boxes ? boxedSide : side) / Math.max(width, height)));
  const size = { width: width * scale, height: height * scale };
  const isRight = prediction === target;
  return (
    <span className="sample">
      <span className="picture-frame" style={size}>
        <BitmapCanvas bitmap={picture} style={size} />
        {(mask ?? boxes) && <Overlay {...(mask && { mask })} {...(boxes && { boxes })} {...size} />}
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
      {boxes && <span className="caption">{hitsOf(role, boxes)}</span>}
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
    ...boxLabels(role, pictures, classNames),
  ].join("; ");
}

function maskLabels(pictures: readonly SamplePicture[], classNames: readonly string[] | undefined): string[] {
  const masked = [...pixelsOf(pictures)];
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

function boxLabels(
  role: PanelRole,
  pictures: readonly SamplePicture[],
  classNames: readonly string[] | undefined,
): string[] {
  if (!pictures.some(({ boxes }) => boxes)) return [];
  const counts = [...boxesOf(pictures)].map(([kind, count]) =>
    t("{0}: {1} boxes", className(kind, classNames), count),
  );
  return [
    ...counts,
    hitsOf(
      role,
      pictures.flatMap(({ boxes = [] }) => boxes),
    ),
  ];
}

function hitsOf(role: PanelRole, boxes: readonly SampleBox[]): string {
  const hits = boxes.filter(({ isHit }) => isHit).length;
  return role === "target"
    ? t("{0} of {1} found", hits, boxes.length)
    : t("{0} of {1} right", hits, boxes.length);
}
