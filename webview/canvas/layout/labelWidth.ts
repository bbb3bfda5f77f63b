import { textWidth } from "../model/textWidth";

/** The width of a shape on its wire, with a little air. */
export function labelWidth(label: string): number {
  return Math.ceil(textWidth(label, 10.5, "mono")) + 8;
}
