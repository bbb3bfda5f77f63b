import * as z from "zod";
import { initializers } from "../initializers";
import type { Parameter } from "../parameters/parameter";
import { boolean, number, parameter, type Values } from "../parameters/parameter";
import { typedSchema } from "../parameters/valuesSchema";

/** A chosen initialiser with its parameters. */
export type InitializerChoice = Readonly<Record<string, unknown>> & { readonly type: string };

/** The name that stands for the layer's own way to start, which is PyTorch's. */
export const ownInitializer = "default";

/** Every name that may be written, in the order of the choice. */
export const initializerNames: readonly string[] = [ownInitializer, ...initializers.keys()];

const written = z.discriminatedUnion("type", [
  typedSchema(ownInitializer, {}),
  ...[...initializers.values()].map(({ type, params }) => typedSchema(type, params)),
]);

/** An initialiser as it is written: its name, or an object of its name and parameters. Gives the object. */
export const initializerSchema = z.union([
  z.enum(initializerNames).transform((type) => written.parse({ type })),
  written,
]) as unknown as z.ZodType<InitializerChoice>;

function initializer(help: string): Parameter<InitializerChoice | undefined> {
  return parameter("initializer", initializerSchema, { optional: true, options: initializerNames, help });
}

/** What every node with weights may say about them, beside its layer's own parameters. */
export const weightParams = {
  frozen: boolean({ default: false, help: "Training leaves the weights as they are." }),
  learningRateFactor: number({
    default: 1,
    minimum: 0,
    help: "Multiplies the learning rate for these weights.",
  }),
  weightDecay: number({
    optional: true,
    minimum: 0,
    help: "Weight decay of these weights, in place of the optimizer's.",
  }),
  l1: number({ default: 0, minimum: 0, help: "Adds l1·Σ|w| over the weights, without biases, to the loss." }),
  l2: number({ default: 0, minimum: 0, help: "Adds l2·Σw² over the weights, without biases, to the loss." }),
  weightInit: initializer(
    "How the weights start, biases apart. Not written: the layer's own way, PyTorch's.",
  ),
  biasInit: initializer("How the biases start. Not written: the layer's own way, PyTorch's."),
} as const;

export type WeightSettings = Values<typeof weightParams>;

/** What a node says about its weights; `params` are its parsed parameters, and the defaults hold where it has none. */
export function weightSettings(params: Readonly<Record<string, unknown>> | undefined): WeightSettings {
  const given = params as Partial<WeightSettings> | undefined;
  return {
    frozen: given?.frozen ?? false,
    learningRateFactor: given?.learningRateFactor ?? 1,
    weightDecay: given?.weightDecay,
    l1: given?.l1 ?? 0,
    l2: given?.l2 ?? 0,
    weightInit: given?.weightInit,
    biasInit: given?.biasInit,
  };
}
