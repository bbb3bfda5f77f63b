/** How many colours there are for objectives, in `hues.css`. */
export const hues = 5;

/** The number of the colour (`data-hue`) of the objective at a place among the others. */
export function hueAt(place: number): number {
  return place % hues;
}
