import { t } from "@vscode/l10n";
import { useCallback, useMemo } from "react";
import { formatFraction, formatNumber } from "../../../engine/run/format";
import type { PanelContent, PointGroup } from "../../../engine/run/panels";
import { Picture } from "../../ui/Picture";
import { themeColour } from "../../ui/theme";
import { bytesOf } from "../../ui/bitmap";
import { classColour } from "./classColour";
import { className } from "./className";
import { Legend } from "./Legend";
import { roleName } from "./panelTitle";

type Content = Extract<PanelContent, { show: "points" }>;

/** CSS pixels along each side of the plane. */
const side = 192;
const radius = 2;

/** Points of the plane: over the predicted class of each place, or generated or predicted ones over real ones. */
export function Points(content: Content) {
  const { groups, field, range, classNames } = content;
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      if (field) drawField(context, { field });
      for (const group of groups) drawGroup(context, group, range);
    },
    [groups, field, range],
  );
  const label = useMemo(
    () => labelOf({ show: "points", groups, range, ...(field && { field }) }),
    [groups, field, range],
  );
  return (
    <div className="plane">
      <div style={{ width: side }}>
        <Picture height={side} label={label} draw={draw} />
      </div>
      <Legend entries={entriesOf({ groups, ...(classNames && { classNames }) })} />
    </div>
  );
}

/** Of the classes if there are any, otherwise of the groups. */
function entriesOf({ groups, classNames }: Pick<Content, "groups" | "classNames">) {
  const classes = [...new Set(groups.flatMap(({ classes = [] }) => classes))].sort((a, b) => a - b);
  const named =
    classes.length > 0
      ? classes.map((index) => ({ name: className(index, classNames), colour: classColour(index) }))
      : groups.map(({ role }) => ({ name: roleName(role), colour: groupColour({ role }) }));
  return named.map(({ name, colour }) => ({
    name,
    mark: <span className="dot" style={{ background: colour }} aria-hidden />,
  }));
}

function groupColour({ role }: Pick<PointGroup, "role">): string {
  return role === "generated" || role === "prediction"
    ? themeColour("charts-blue")
    : themeColour("charts-yellow");
}

function drawField(
  context: CanvasRenderingContext2D,
  { field }: { readonly field: NonNullable<Content["field"]> },
): void {
  const bytes = bytesOf(field);
  const [wide, high] = [side / field.width, side / field.height];
  context.globalAlpha = 0.28;
  for (let row = 0; row < field.height; row++)
    for (let column = 0; column < field.width; column++) {
      context.fillStyle = classColour(bytes[row * field.width + column] ?? 0);
      context.fillRect(column * wide, row * high, wide, high);
    }
  context.globalAlpha = 1;
}

function drawGroup(
  context: CanvasRenderingContext2D,
  group: PointGroup,
  [left, right, bottom, top]: Content["range"],
): void {
  const { x, y, classes } = group;
  context.fillStyle = groupColour(group);
  // So that points of a class stand out on its own colour.
  context.strokeStyle = themeColour("panel-background", "editor-background");
  context.lineWidth = 0.75;
  for (const [index, across] of x.entries()) {
    if (classes) context.fillStyle = classColour(classes[index] ?? 0);
    context.beginPath();
    context.arc(
      ((across - left) / (right - left)) * side,
      ((top - (y[index] ?? 0)) / (top - bottom)) * side,
      radius,
      0,
      2 * Math.PI,
    );
    context.fill();
    if (classes) context.stroke();
  }
}

/** The figures of the drawing in words. */
function labelOf({ groups, field, range }: Content): string {
  return groups
    .map((group) =>
      field && group.classes
        ? t(
            "{0} samples, {1} of them where their class is predicted",
            group.x.length,
            formatFraction(rightOf(group, field, range)),
          )
        : t(
            "{0}: {1} points around ({2}, {3}), on average {4} away",
            roleName(group.role),
            group.x.length,
            formatNumber(mean(group.x)),
            formatNumber(mean(group.y)),
            formatNumber(spread(group)),
          ),
    )
    .join("; ");
}

function rightOf(
  { x, y, classes = [] }: PointGroup,
  field: NonNullable<Content["field"]>,
  [left, right, bottom, top]: Content["range"],
): number {
  const bytes = bytesOf(field);
  const right_ = classes.filter((own, index) => {
    const column = Math.floor((((x[index] ?? 0) - left) / (right - left)) * field.width);
    const row = Math.floor(((top - (y[index] ?? 0)) / (top - bottom)) * field.height);
    return bytes[row * field.width + column] === own;
  });
  return right_.length / Math.max(1, classes.length);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** The mean distance from the mean. */
function spread({ x, y }: PointGroup): number {
  const [centreX, centreY] = [mean(x), mean(y)];
  return mean(x.map((value, index) => Math.hypot(value - centreX, (y[index] ?? 0) - centreY)));
}
