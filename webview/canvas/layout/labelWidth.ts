import { textWidth } from "../model/textWidth";

/** The width of a shape label on its wire, with some padding. */
export function labelWidth(label: string): number {
  return Math.ceil(textWidth(label, 10.5, "mono")) + 8;
}
