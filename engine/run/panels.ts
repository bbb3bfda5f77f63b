import type { Box } from "../data/catalog/gridBoxes";
import type { Shape } from "../data/environments/Shape";

/** What a value is to the one who looks at it. */
export type PanelRole = "input" | "target" | "prediction" | "generated" | "real";

/** A picture of 8 bits per channel: rows of pixels from the top, each with its channels side by side. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** Grey, or red, green and blue. */
  readonly channels: 1 | 3;
  /** In base64. */
  readonly pixels: string;
}

/** A picture of a sample, and what belongs to it. */
export interface SamplePicture extends Bitmap {
  /** Class indices, if the sample has one class. */
  readonly target?: number;
  readonly prediction?: number;
  /** The class index of each pixel, over the picture; `noClass` where there is none. Perhaps of fewer pixels. */
  readonly mask?: Bitmap;
  /** How far a predicted mask overlaps the target's: intersection over union, from 0 to 1. */
  readonly iou?: number;
  /** Boxes around objects on it. */
  readonly boxes?: readonly SampleBox[];
}

/** A box on a picture whose sides go from 0 at the left and the top to 1. */
export interface SampleBox extends Box {
  /** The class index of what is in it. */
  readonly kind: number;
  /** Of a predicted one: the probability that there is such an object. */
  readonly score?: number;
  /** Of a true one whether it is found, of a predicted one whether it is right. */
  readonly isHit: boolean;
}

/** In a mask: a pixel that has no class, because the loss ignores it. */
export const noClass = 255;

/** Pictures that belong together; the n-th of each row belong to the same sample. */
export interface PictureRow {
  readonly role: PanelRole;
  readonly pictures: readonly SamplePicture[];
}

export interface PointGroup {
  readonly role: PanelRole;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** The class index of each point; absent if they have none. */
  readonly classes?: readonly number[];
}

/** The content of a panel, by how the Training view draws it: `webview/training/panels` has a component for each. */
export type PanelContent =
  | {
      readonly show: "pictures";
      readonly rows: readonly PictureRow[];
      readonly classNames?: readonly string[];
    }
  | {
      readonly show: "points";
      readonly groups: readonly PointGroup[];
      /** What is shown of the plane: left, right, bottom, top. */
      readonly range: readonly [number, number, number, number];
      /** The predicted class at each place of the plane, as a picture of class indices; its first row is the top. */
      readonly field?: Bitmap;
      readonly classNames?: readonly string[];
    }
  | { readonly show: "lines"; readonly lines: readonly Line[] }
  | ({ readonly show: "attention" } & Attention)
  | { readonly show: "texts"; readonly samples: readonly (readonly TextRow[])[] }
  | ({ readonly show: "play" } & PlayedEpisode);

/** A number at each of some equal steps of time. */
export interface Line {
  readonly role: PanelRole;
  /** NaN where there is none. */
  readonly y: readonly number[];
}

/** How much the positions of a sample attend to each other. */
export interface Attention {
  /** A map for each head: a row for each query, a column for each key; 255 is all of a query's attention. */
  readonly heads: readonly Bitmap[];
  /** What is at the positions, if they are classes of the data. */
  readonly queries?: readonly string[];
  readonly keys?: readonly string[];
}

/** A text of a sample; the rows of a sample have the same positions, as far as they go. */
export interface TextRow {
  readonly role: PanelRole;
  readonly pieces: readonly TextPiece[];
}

/** A part of a text. Words have spaces between them in it, and behind it if another part follows. */
export interface TextPiece {
  readonly text: string;
  /** Whether the model was given it, or is right or wrong in it; absent if there is nothing to compare it with. */
  readonly mark?: "given" | "right" | "wrong";
}

/** An episode in an environment, as pictures of shapes whose width is 1. */
export interface PlayedEpisode {
  readonly height: number;
  /** What is behind the shapes of every picture. */
  readonly backdrop: readonly Shape[];
  /** The states from the start to the end; of a long episode only some, at equal distances. */
  readonly frames: readonly (readonly Shape[])[];
  /** How many steps it took. */
  readonly steps: number;
  /** The sum of the rewards. */
  readonly return: number;
}

/** What a model does with the same few samples and the same noise, at one step. `engine/panels` says what is shown of which model. */
export interface PanelFields {
  /** The kind of panel: `attention`, `boxes`, `generated`, `masks`, `play`, `points`, `predictions`, `reconstruction`, `regression`, `text`. */
  readonly panel: string;
  /** The node whose values it shows. */
  readonly node: string;
  readonly step: number;
  readonly content: PanelContent;
}
