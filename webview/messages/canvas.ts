import { graphEdit, nodePaths } from "../../engine/document/edit";
import type { Guarded } from "../../engine/document/guard";
import { listOf, matching, number, oneOf, oneOfKinds, optional, whole } from "../../engine/document/guard";
import type { Problem } from "../../engine/graph/problem";
import type { DataFacts } from "../../engine/data/catalog/facts";
import { pngBytes, svgText, type PictureRequest } from "./picture";
import { runId, type RunView } from "./run";

/** The workbench commands about blocks, which depend on the selection and the page. */
export const blockCommands = ["wrap", "unwrap", "openBlock", "openDocument"] as const;
export type BlockCommand = (typeof blockCommands)[number];

/** The commands that the canvas runs itself. */
export type CanvasCommand =
  "tidy" | "fit" | "add" | "focusPalette" | "nextProblem" | "previousProblem" | BlockCommand;

/** From the extension host to the canvas. */
export type ToCanvas =
  /**
   * The document's text, after every change, whatever its source. `answers` is the number of this canvas's last edit that
   * the text contains.
   */
  | {
      readonly kind: "document";
      readonly text: string;
      readonly version: number;
      readonly answers: number;
      readonly facts: DataFacts;
      readonly dataProblems: readonly Problem[];
    }
  /** An edit could not be applied. The canvas shows the reason and reverts its optimistic update. */
  | { readonly kind: "refused"; readonly edit: number; readonly message: string }
  /** The newest run of this document, with what the canvas shows of it (buttons, loss, sparkline). */
  | { readonly kind: "run"; readonly run: RunView | undefined }
  /**
   * Selects nodes because another view asks for it: by their paths or, with a block's name, by their ids on its page, which
   * is opened.
   */
  | {
      readonly kind: "select";
      readonly nodes: readonly string[];
      readonly block?: string;
      readonly reveal: boolean;
    }
  /** Goes to a problem of the document. */
  | { readonly kind: "showProblem"; readonly problem: Problem }
  /** Asks for a picture of what the canvas shows; its answer repeats the number. */
  | ({ readonly kind: "draw"; readonly number: number } & PictureRequest)
  /** A workbench command for the canvas to run. */
  | { readonly kind: "do"; readonly command: CanvasCommand };

/** From the canvas to the extension host. */
export const fromCanvas = oneOfKinds({
  ready: {},
  /** Edits are numbered from 1 by the canvas. */
  edit: { number: whole(1), edit: graphEdit },
  /** The paths of the selected nodes. */
  selected: { nodes: nodePaths },
  /** Which commands about blocks have something to do. */
  able: { commands: listOf(oneOf(...blockCommands), blockCommands.length) },
  command: {
    command: oneOf(
      "train",
      "pause",
      "resume",
      "stop",
      "predict",
      "openText",
      "showTraining",
      "showGradients",
      "showSummary",
      "savePicture",
    ),
    /** The run that the canvas shows, if any. */
    run: optional(runId),
  },
  /** Opens the text beside the canvas and selects a range. */
  reveal: { offset: whole(), length: whole() },
  /** A picture in the format that was asked for; without one, the canvas has said why. `block` is that of the page. */
  picture: {
    number: whole(1),
    svg: optional(svgText),
    png: optional(pngBytes),
    block: optional(matching(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/)),
  },
  /** The time to the first paint with a document, for measurements. */
  painted: { milliseconds: number(0) },
});
export type FromCanvas = Guarded<typeof fromCanvas>;
