import type { Node, ParseError } from "jsonc-parser";
import { visit } from "jsonc-parser";

/** Parsing stops after this many errors: random bytes would give one per character. */
const mostErrors = 1000;

interface Tree {
  readonly root: Node | undefined;
  readonly errors: readonly ParseError[];
  /** The offset of the first bracket that is nested too deep. Nothing after it is read. */
  readonly tooDeep: number | undefined;
}

type Container = Node & { length: number; readonly children: Node[] };

/**
 * The tree of a JSON text, as `parseTree` of jsonc-parser builds it, without parents. Stops at a maximum depth, because
 * the parser and whatever walks the tree recurse for each bracket, and after too many errors.
 */
export function buildTree(text: string, depth: number): Tree {
  const errors: ParseError[] = [];
  const open: Container[] = [];
  let root: Node | undefined;
  let tooDeep: number | undefined;
  let level = 0;

  const add = (node: Node) => {
    const container = open.at(-1);
    if (container) container.children.push(node);
    else root ??= node;
  };
  const begin = (type: "object" | "array") => (offset: number) => {
    if (++level > depth) {
      tooDeep = offset;
      throw new Stop();
    }
    const container: Container = { type, offset, length: -1, children: [] };
    add(container);
    open.push(container);
  };
  const end = (offset: number, length: number) => {
    level--;
    endProperty(offset + length);
    const container = open.pop();
    if (container) container.length = offset + length - container.offset;
    endProperty(offset + length);
  };
  const endProperty = (offset: number) => {
    const property = open.at(-1);
    if (property?.type !== "property") return;
    property.length = offset - property.offset;
    open.pop();
  };

  try {
    visit(
      // A byte order mark is not part of JSON, but some editors write it.
      text.replace(/^\uFEFF/, " "),
      {
        onObjectBegin: begin("object"),
        onArrayBegin: begin("array"),
        onObjectEnd: end,
        onArrayEnd: end,
        onObjectProperty: (value, offset, length) => {
          const key: Node = { type: "string", value, offset, length };
          const property: Container = { type: "property", offset, length: -1, children: [key] };
          add(property);
          open.push(property);
        },
        onLiteralValue: (value: unknown, offset, length) => {
          add({ type: literalType(value), value, offset, length });
          endProperty(offset + length);
        },
        onSeparator: (separator, offset) => {
          if (separator === ",") endProperty(offset);
        },
        onError: (error, offset, length) => {
          errors.push({ error, offset, length });
          if (errors.length === mostErrors) throw new Stop();
        },
      },
      { disallowComments: true, allowTrailingComma: false, allowEmptyContent: true },
    );
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  return { root, errors, tooDeep };
}

/** Stops the parser. */
class Stop extends Error {}

function literalType(value: unknown): Node["type"] {
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? type : "null";
}
