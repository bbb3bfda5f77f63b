import { t } from "@vscode/l10n";
import { formatFraction, formatNumber } from "../../engine/run/format";
import type { LikelyClass, PredictionContent } from "../../engine/run/prediction";
import type { Bitmap } from "../../engine/run/panels";
import { BitmapCanvas } from "../ui/BitmapCanvas";

/** The most classes that stay in the order of their indices, so that bars do not jump while one draws. */
const mostInOrder = 20;
/** Of more classes, how many of the likeliest are shown. */
const mostLikely = 10;
/** CSS pixels along the longer side of a picture, alone or among others. */
const [alone, among] = [280, 84];

/** What the model makes of what is given. */
export function Answer({ content }: { readonly content: PredictionContent }) {
  switch (content.show) {
    case "classes":
      return <Classes {...content} />;
    case "sequence": {
      const { names, count } = content;
      const isText = names.every((name) => name.length <= 1);
      return (
        <p className="text">
          {names.join(isText ? "" : " ")}
          {count > names.length && " …"}
        </p>
      );
    }
    case "pictures":
      return <Pictures pictures={content.pictures} />;
    case "numbers": {
      const { values, count, areProbabilities } = content;
      if (areProbabilities)
        return (
          <ul className="bars">
            {values.map((value, index) => (
              <Bar
                key={index}
                name={values.length > 1 ? String(index + 1) : t("yes")}
                fraction={value ?? 0}
                isLikeliest={(value ?? 0) >= 0.5}
              />
            ))}
          </ul>
        );
      return (
        <ol className="values">
          {values.map((value, index) => (
            <li key={index}>{value === null ? "∞" : formatNumber(value)}</li>
          ))}
          {count > values.length && <li>…</li>}
        </ol>
      );
    }
  }
}

function Classes({ classes, count }: { readonly classes: readonly LikelyClass[]; readonly count: number }) {
  const [likeliest] = classes;
  const shown =
    count <= mostInOrder ? [...classes].sort((a, b) => a.index - b.index) : classes.slice(0, mostLikely);
  return (
    <ul className="bars">
      {shown.map(({ index, name, probability }) => (
        <Bar key={index} name={name} fraction={probability} isLikeliest={index === likeliest?.index} />
      ))}
    </ul>
  );
}

interface BarProps {
  readonly name: string;
  readonly fraction: number;
  readonly isLikeliest: boolean;
}

function Bar({ name, fraction, isLikeliest }: BarProps) {
  return (
    <li className={isLikeliest ? "likeliest" : undefined}>
      <span className="name" title={name}>
        {name}
      </span>
      <span className="track">
        <span style={{ width: `${100 * Math.min(1, Math.max(0, fraction))}%` }} />
      </span>
      <span className="fraction">{formatFraction(fraction)}</span>
    </li>
  );
}

function Pictures({ pictures }: { readonly pictures: readonly Bitmap[] }) {
  return (
    <div className="pictures" role="img" aria-label={t("{0} pictures", pictures.length)}>
      {pictures.map((picture, index) => {
        const side = pictures.length === 1 ? alone : among;
        const scale = Math.max(1, Math.floor(side / Math.max(picture.width, picture.height)));
        const size = { width: picture.width * scale, height: picture.height * scale };
        return <BitmapCanvas key={index} bitmap={picture} style={size} />;
      })}
    </div>
  );
}
