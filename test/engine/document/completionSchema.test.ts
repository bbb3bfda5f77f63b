import { describe, expect, it } from "vitest";
import { completionSchema } from "../../../engine/document/completionSchema";
import { layers } from "../../../engine/layers";

/** Every schema in a schema, without the conditions. */
function* schemasIn(value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const item of value) yield* schemasIn(item);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  yield value as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value))
    if (key !== "if" && key !== "default") yield* schemasIn(inner);
}

interface Offer {
  readonly defaultSnippets?: readonly { readonly label: string }[];
}

describe("the schema for completion", () => {
  const schema = completionSchema() as {
    definitions: Record<string, { properties: Record<string, { anyOf?: Offer[] }> }>;
  };

  it("refuses no value, as what is wrong is said by the document's own problems", () => {
    const refusing = [
      "required",
      "enum",
      "const",
      "minimum",
      "exclusiveMinimum",
      "maximum",
      "minItems",
      "pattern",
    ];
    // A parameter may be named like a keyword, so only values that a keyword would have are looked for.
    for (const found of schemasIn(schema)) {
      for (const keyword of refusing) expect(typeof found[keyword]).toMatch(/undefined|object/);
      expect(found.additionalProperties).not.toBe(false);
    }
  });

  it("offers every layer with its description, and the options of a choice", () => {
    const [offered] =
      schema.definitions.node?.properties.type?.anyOf?.map((type) => type.defaultSnippets) ?? [];
    expect(offered?.map(({ label }) => label)).toEqual([...layers.keys()]);
    expect(offered?.[0]).toMatchObject({ description: [...layers.values()][0]?.summary, body: "Dataset" });
  });

  it("still says what a parameter of a layer means, by the layer's name", () => {
    const linear = schema.definitions.Linear as unknown as {
      properties: { outFeatures: { description: string } };
    };
    expect(linear.properties.outFeatures.description).not.toBe("");
    expect(JSON.stringify(schema.definitions.node)).toContain(
      '"if":{"required":["type"],"properties":{"type":{"const":"Linear"}}}',
    );
  });
});
