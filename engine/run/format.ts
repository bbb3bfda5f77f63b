/** Numbers for display: three significant digits, grouped thousands, a narrow space before %. */
const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** `2.31`, `0.0412`, `48,200`, `3.2e-6`, `NaN`, `∞`. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-3 || size >= 1e7)
    return value.toExponential(1).replace(/\.0e/, "e").replace("e+", "e").replace(/^-/, "−");
  return (size >= 1000 ? grouped.format(value) : threeDigits.format(value)).replace(/^-/, "−");
}

/** `2,140` */
export function formatCount(value: number): string {
  return grouped.format(value);
}

/** A fraction as a percentage: `98.3 %`, `0 %`, `<0.1 %`; `–` if it is not finite. */
export function formatFraction(fraction: number): string {
  if (!Number.isFinite(fraction)) return "–";
  const percent = fraction * 100;
  if (percent > 0 && percent < 0.1) return "<0.1\u202f%";
  // 99.96 % must not round to 100 %.
  if (percent < 100 && percent > 99.9) return ">99.9\u202f%";
  return `${percent.toFixed(percent === 0 || percent === 100 ? 0 : 1)}\u202f%`;
}

/** A small ratio as `1:1,400`, rounded to two significant digits; `–` if it is not finite. */
export function formatRatio(ratio: number): string {
  if (!Number.isFinite(ratio)) return "–";
  if (ratio <= 0) return "0";
  if (ratio >= 1) return `${threeDigits.format(ratio)}:1`;
  const inverse = 1 / ratio;
  if (inverse >= 1e7) return `1:${inverse.toExponential(0).replace("e+", "e")}`;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(inverse)) - 1);
  return `1:${inverse < 10 ? threeDigits.format(Math.round(inverse * 10) / 10) : grouped.format(Math.round(inverse / unit) * unit)}`;
}
