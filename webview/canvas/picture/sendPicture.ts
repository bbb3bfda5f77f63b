import { t } from "@vscode/l10n";
import type { FromCanvas, ToCanvas } from "../../messages/canvas";
import { mostPictureCharacters } from "../../messages/picture";
import type { Canvas } from "../state/createCanvas";
import { drawPicture } from "./drawPicture";
import { pictureFonts } from "./pictureFonts";
import { pngScale } from "./pngScale";
import { printColours } from "./printColours";
import { rasterise } from "./rasterise";
import { themeColours } from "./themeColours";

type Request = Extract<ToCanvas, { kind: "draw" }>;
type Drawn = Pick<Extract<FromCanvas, { kind: "picture" }>, "svg" | "png">;

/** Answers the host's wish for a picture of what the canvas shows. If there cannot be one, says why. */
export async function sendPicture(canvas: Canvas, request: Request): Promise<void> {
  const { number } = request;
  const block = canvas.get().page?.block?.name;
  const drawn = await draw(canvas, request, block).catch((error: unknown) =>
    t("The picture could not be made: {0}", error instanceof Error ? error.message : String(error)),
  );
  if (typeof drawn === "string") canvas.say(drawn);
  canvas.post({
    ...{ kind: "picture", number },
    ...(block === undefined ? {} : { block }),
    ...(typeof drawn === "string" ? {} : drawn),
  });
}

/** A picture, or why there is none. */
async function draw(
  canvas: Canvas,
  { name, format, colours }: Request,
  block: string | undefined,
): Promise<Drawn | string> {
  const look = { colours: colours === "print" ? printColours : themeColours(), fonts: pictureFonts() };
  const picture = drawPicture(canvas.get(), look, block === undefined ? name : `${name}: ${block}`);
  if (!picture) return t("There is nothing to save yet: the canvas is empty.");
  if (format === "svg")
    return picture.svg.length <= mostPictureCharacters
      ? { svg: picture.svg }
      : t("The model is too large for a picture.");
  const scale = pngScale(picture.width, picture.height);
  const png = scale === undefined ? undefined : await rasterise(picture, scale);
  return png !== undefined && png.length <= mostPictureCharacters
    ? { png }
    : t("The model is too large for a PNG picture. Save it as SVG.");
}
