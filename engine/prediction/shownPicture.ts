import { leastSide } from "../panels/pictureShape";
import type { PictureShape } from "./ports";

/** A picture that is worth showing or drawing; undefined for one that is more likely a row of features. */
export function shownPicture(picture: PictureShape | undefined): PictureShape | undefined {
  return picture && Math.min(picture.width, picture.height) >= leastSide ? picture : undefined;
}
