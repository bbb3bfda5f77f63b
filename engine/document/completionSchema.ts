import { documentJsonSchema } from "./jsonSchema";

type Json = Readonly<Record<string, unknown>>;

/** JSON Schema keywords that reject values. */
const refusing: ReadonlySet<string> = new Set([
  "additionalProperties",
  "exclusiveMaximum",
  "exclusiveMinimum",
  "maxItems",
  "maxLength",
  "maximum",
  "minItems",
  "minLength",
  "minProperties",
  "minimum",
  "pattern",
  "propertyNames",
  "required",
]);

/**
 * The document's JSON Schema as given to VS Code: it offers the same completions and hovers but rejects nothing,
 * because `parse` and `infer` report problems, once and with better messages. Conditions (`if`) are kept, since they
 * decide what applies.
 */
export function completionSchema(): Json {
  return lenient(documentJsonSchema());
}

function lenient(schema: Json): Json {
  const entries = Object.entries(schema).flatMap(([key, value]): [string, unknown][] => {
    if (key === "if") return [[key, value]];
    if (key === "properties" || key === "definitions") return [[key, mapped(value as Json)]];
    // A schema for additional properties describes them; `false` only rejects.
    if (key === "additionalProperties" && isObject(value)) return [[key, lenient(value)]];
    if (refusing.has(key) || key === "const" || key === "enum" || key === "enumDescriptions") return [];
    if (Array.isArray(value))
      return [[key, value.map((item: unknown) => (isObject(item) ? lenient(item) : item))]];
    return [[key, isObject(value) && key !== "default" ? lenient(value) : value]];
  });
  return { ...Object.fromEntries(entries), ...offers(schema) };
}

function mapped(schemas: Json): Json {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, isObject(schema) ? lenient(schema) : schema]),
  );
}

/** Offers values as suggestions, without requiring them. */
function offers({ const: only, enum: values, enumDescriptions: descriptions }: Json): Json {
  const offered: readonly unknown[] = only === undefined ? (Array.isArray(values) ? values : []) : [only];
  if (offered.length === 0) return {};
  return {
    defaultSnippets: offered.map((value, index) => ({
      label: typeof value === "string" ? value : JSON.stringify(value),
      ...(Array.isArray(descriptions) && { description: descriptions[index] as unknown }),
      body: value,
    })),
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
