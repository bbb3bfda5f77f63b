import { histogram } from "./histogram";

export const gradientHistogram = histogram("gradientHistogram", "gradient", {
  label: "gradient",
  overTime: { heading: "Gradient over time", label: "Histograms of the gradient, oldest on top" },
});
