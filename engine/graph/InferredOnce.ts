import type { GraphType } from "../tensor/graphType";
import type { Range } from "../layers/range";
import type { InferredTypes } from "./inferNode";
import type { LinkedNode } from "./links";
import type { Source } from "./typedGraph";

/**
 * Remembers what was inferred for the nodes of blocks, so that instances that get the same values and types are inferred
 * once. Types and ranges of equal content become one object, so that a comparison is that of two numbers.
 */
export class InferredOnce {
  private readonly types = new Map<string, InferredTypes>();
  private readonly contents = new Map<string, object>();
  private readonly ids = new WeakMap<object, number>();
  private next = 0;

  /** What a node's types depend on; undefined if they are not remembered. */
  keyOf(
    { inputPorts, incoming, params }: LinkedNode,
    typeOf: (source: Source) => GraphType | undefined,
    rangeOf: (source: Source) => Range,
  ): string | undefined {
    // What a source gives depends on more: on its data, and on its name.
    if (inputPorts.length === 0 || !params) return undefined;
    const parts = [this.idOf(params)];
    for (const { name } of inputPorts) {
      const sources = incoming[name] ?? [];
      parts.push(sources.length);
      for (const source of sources) {
        const type = typeOf(source);
        if (!type) return undefined;
        parts.push(this.idOf(type), this.idOf(rangeOf(source)));
      }
    }
    return parts.join(" ");
  }

  get(key: string): InferredTypes | undefined {
    return this.types.get(key);
  }

  set(key: string, types: InferredTypes): void {
    this.types.set(key, types);
  }

  /** The same types with their outputs as shared objects. */
  shared(types: InferredTypes): InferredTypes {
    return { ...types, outputs: this.sharedValues(types.outputs), ranges: this.sharedValues(types.ranges) };
  }

  private sharedValues<T extends object>(values: Readonly<Record<string, T>>): Record<string, T> {
    return Object.fromEntries(
      Object.entries(values).map(([port, value]) => {
        // Infinity, which is not JSON, must not be the same as null.
        const content = JSON.stringify(value, (_, part: unknown) =>
          typeof part === "number" && !Number.isFinite(part) ? String(part) : part,
        );
        const known = this.contents.get(content) ?? value;
        this.contents.set(content, known);
        return [port, known as T];
      }),
    );
  }

  private idOf(object: object): number {
    const known = this.ids.get(object) ?? this.next++;
    this.ids.set(object, known);
    return known;
  }
}
