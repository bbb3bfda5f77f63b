import { t } from "@vscode/l10n";
import type { Line } from "./lines";
import { fold } from "./stores";

type Props = Omit<Extract<Line, { readonly kind: "group" }>, "kind"> & {
  /** That of the worst condition inside, shown while it is folded. */
  readonly tone: string | undefined;
  readonly selected: boolean;
  readonly top: number;
};

/** The heading of an instance's weights, which folds them. */
export function GroupRow({ path, name, depth, open, weights, tone, selected, top }: Props) {
  const classes = ["group", selected && "selected", !open && tone];
  return (
    <div
      role="presentation"
      className={classes.filter(Boolean).join(" ")}
      style={{ top, paddingLeft: 9 + 12 * depth }}
      title={path}
      data-open={open}
      onClick={() => fold(path, !open)}
    >
      <span className="path">{name}</span>
      <span className="group-count">
        {weights.length === 1 ? t("1 weight") : t("{0} weights", weights.length)}
      </span>
    </div>
  );
}
