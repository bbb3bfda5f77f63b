import { integer, number } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { defineSource } from "./source";

const params = {
  samples: integer({ help: "How many images.", default: 2000, minimum: 1, maximum: 1_000_000 }),
  size: integer({
    help: "Height and width of an image.",
    default: 32,
    minimum: 16,
    maximum: 512,
    unit: "px",
  }),
  objects: integer({
    help: "The most shapes in an image; there is at least one.",
    default: 3,
    minimum: 1,
    maximum: 16,
  }),
  grid: integer({
    help: "Rows and columns of the grid in which a detector looks for shapes.",
    default: 4,
    minimum: 1,
    maximum: 64,
  }),
  noise: number({
    help: "Standard deviation of the noise on each pixel, where 1 is white.",
    default: 0.05,
    minimum: 0,
    maximum: 1,
  }),
};
export type ShapesParams = Values<typeof params>;

/** The kinds of shapes, by their label. */
export const shapeNames = ["circle", "square", "triangle"] as const;

/** The label of a cell without a shape: CrossEntropyLoss's default ignoreIndex. */
export const noShape = -100;

/**
 * Images for segmentation (`mask`) and for a one-shot detector, whose targets are maps over a grid as in YOLO (Redmon et
 * al. 2016): the cell that contains a shape's centre is responsible for it.
 */
export const shapes = defineSource({
  name: "shapes",
  summary:
    "Images of circles, squares and triangles: for segmentation the class of each pixel (mask), and for detection a grid of cells, each with or without the centre of a shape (object), its box and its label.",
  params,
  readsFiles: false,
  detection: { object: "object", boxes: "boxes", label: "label" },
  samples: ({ samples }) => samples,
  ports: ({ size, grid }) => {
    const cells = grid === undefined ? undefined : [grid, grid];
    return [
      {
        name: "image",
        shape: size === undefined ? undefined : [1, size, size],
        dtype: "float32",
        range: { low: 0, high: 1 },
      },
      {
        name: "mask",
        shape: size === undefined ? undefined : [size, size],
        dtype: "int32",
        classes: shapeNames.length + 1,
        classNames: ["background", ...shapeNames],
        range: { low: 0, high: shapeNames.length },
        whole: true,
      },
      {
        name: "object",
        shape: cells && [1, ...cells],
        dtype: "float32",
        range: { low: 0, high: 1 },
        whole: true,
      },
      { name: "boxes", shape: cells && [4, ...cells], dtype: "float32", range: { low: 0, high: 1 } },
      {
        name: "label",
        shape: cells,
        dtype: "int32",
        // Without `classes`, which would promise that every number is one.
        classNames: shapeNames,
        range: { low: noShape, high: shapeNames.length - 1 },
        whole: true,
      },
    ];
  },
});
