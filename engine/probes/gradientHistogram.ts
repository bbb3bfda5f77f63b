import { histogram } from "./histogram";

export const gradientHistogram = histogram("gradientHistogram", "gradient", {
  label: "gradient",
  course: { heading: "Gradient over time", label: "Histograms of the gradient, the oldest on top" },
});
