/**
 * What a person does to the graph, as data. `applyEdit` turns it into minimal text edits of the document; one edit is
 * one undo step.
 */
export type GraphEdit =
  /** Adds nodes (palette, paste) with their wires and places. Ids must be free. */
  | {
      readonly kind: "add";
      readonly nodes: readonly {
        readonly id: string;
        readonly type: string;
        readonly params?: Readonly<Record<string, unknown>>;
      }[];
      readonly edges?: readonly string[];
      readonly layout?: Readonly<Record<string, readonly [number, number]>>;
      /** Wires that the new ones take the place of, by their index in `edges`: a node that is put onto a wire. */
      readonly replaces?: readonly number[];
    }
  /** Removes nodes, their wires and places, and further wires by their index in `edges`. */
  | { readonly kind: "remove"; readonly nodes: readonly string[]; readonly edges?: readonly number[] }
  /** Sets a parameter; undefined removes it, which means the default. `type` changes the layer. */
  | { readonly kind: "param"; readonly node: string; readonly name: string; readonly value: unknown }
  | { readonly kind: "rename"; readonly node: string; readonly to: string }
  /** Adds a wire (`a.port -> b.port`); `replaces` is the index of the wire that it takes the place of. */
  | { readonly kind: "connect"; readonly edge: string; readonly replaces?: number }
  /** Moves nodes to whole-number places. */
  | { readonly kind: "move"; readonly layout: Readonly<Record<string, readonly [number, number]>> }
  /** Several edits, one after the other, as one. */
  | { readonly kind: "all"; readonly edits: readonly GraphEdit[] }
  /** Sets a value under `training`, for example `["optimizer", "learningRate"]`; undefined removes it. */
  | { readonly kind: "training"; readonly path: readonly string[]; readonly value: unknown };

/** Replaces `length` code units at `offset` of the old text. A list of them does not overlap and is in order. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}
