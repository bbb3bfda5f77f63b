import type { PictureColours } from "./Look";

/**
 * Dark on white. Every colour can be read on white, also in greyscale, where the categories that often stand side by side
 * differ in lightness; the type's name is always next to a category's colour.
 */
export const printColours: PictureColours = {
  surface: "#ffffff",
  card: "#ffffff",
  cardLine: "#8c8c8c",
  chip: "#ededed",
  wire: "#3d3d3d",
  text: "#1a1a1a",
  strong: "#000000",
  quiet: "#4a4a4a",
  category: {
    data: "#0a3a8c",
    core: "#7a3fd0",
    convolution: "#00524a",
    pooling: "#1d78a6",
    recurrent: "#9a5200",
    attention: "#8f0f6a",
    activation: "#2f6a1b",
    normalisation: "#626b76",
    regularisation: "#7a4a22",
    structure: "#2f4a68",
    loss: "#a01818",
    block: "#6b5600",
    port: "#5f6873",
    unknown: "#4a4a4a",
  },
  objectives: ["#4b1d7a", "#2f7d32", "#644800", "#1a68cc", "#a01818"],
};
