import { number } from "../../parameters/parameter";
import { nonNegative, positive } from "../functional/domains";
import { absolute, anyNumber, between, type Range } from "../range";
import { definePointwise } from "./definePointwise";

/** https://pytorch.org/docs/stable/generated/torch.pow.html, with a number as the exponent. */
export const Power = definePointwise({
  type: "Power",
  summary: "Raises each number to a fixed power.",
  keywords: ["pow", "exponent", "root", "reciprocal"],
  params: {
    exponent: number({
      help: "The power. Negative numbers have only whole powers; a negative power of 0 is infinite.",
    }),
  },
  fresh: { exponent: 2 },
  reference: {
    formula: String.raw`y = x^p \text{ with } p = \texttt{exponent}\text{, and } x^0 = 1`,
    gradient: String.raw`\frac{\partial y}{\partial x} = p\, x^{p-1}, \text{ or } 0 \text{ for } p = 0`,
    sources: ["https://pytorch.org/docs/stable/generated/torch.pow.html"],
  },
  domain: ({ exponent }) => {
    if (Number.isInteger(exponent)) return undefined;
    return exponent > 0 ? nonNegative() : positive();
  },
  range: (x, { exponent }) => powers(x, exponent),
  lower: (b, x, { exponent }) => b.pow(x, exponent),
});

/** The image of a range under a power; of the numbers from 0 only, if the exponent is not whole. */
function powers(x: Range, exponent: number): Range {
  if (exponent === 0) return between(1, 1, true);
  const isWhole = Number.isInteger(exponent);
  const { low, high } =
    exponent % 2 === 0 ? absolute(x) : isWhole ? x : between(Math.max(x.low, 0), Math.max(x.high, 0));
  // Around 0, x⁻¹ has both infinities.
  if (exponent < 0 && low < 0 && high >= 0) return anyNumber;
  const ends = [low ** exponent, high ** exponent];
  return between(Math.min(...ends), Math.max(...ends), x.whole && isWhole && exponent > 0);
}
