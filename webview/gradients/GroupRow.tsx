import { t } from "@vscode/l10n";
import type { Line } from "./lines";

type Props = Omit<Extract<Line, { readonly kind: "group" }>, "kind" | "key"> & {
  /** That of the worst condition inside, shown while it is folded. */
  readonly tone: string | undefined;
  readonly selected: boolean;
  readonly top: number;
  readonly onFold: (open: boolean) => void;
};

/** The heading of an objective's or an instance's weights, which folds them. */
export function GroupRow({ path, name, depth, open, weights, tone, selected, top, onFold }: Props) {
  const classes = ["group", selected && "selected", !open && tone];
  return (
    <div
      role="presentation"
      className={classes.filter(Boolean).join(" ")}
      style={{ top, paddingLeft: 9 + 12 * depth }}
      title={path ?? t("The weights that the objective {0} updates", name)}
      data-open={open}
      onClick={() => onFold(!open)}
    >
      <span className="path">{name}</span>
      <span className="group-count">
        {weights.length === 1 ? t("1 weight") : t("{0} weights", weights.length)}
      </span>
    </div>
  );
}
