import * as z from "zod";
import type { Parameters } from "./parameter";

// Zod would compile objects with `new Function`, which the webviews' content security policy forbids.
z.config({ jitless: true });

/** The schema of written parameters; parsing fills in defaults. Unknown keys are issues. */
export function valuesSchema(parameters: Parameters): z.ZodObject {
  return z.strictObject(shapeOf(parameters));
}

/** The schema of an object with a `type` and that type's parameters. */
export function typedSchema(type: string, parameters: Parameters): z.ZodObject {
  return z.strictObject({ type: z.literal(type), ...shapeOf(parameters) });
}

function shapeOf(parameters: Parameters): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { schema, help, default: preset }]) => [
      name,
      (preset === undefined ? schema : schema.prefault(preset)).describe(help),
    ]),
  );
}
