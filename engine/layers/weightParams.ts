import * as z from "zod";
import { initializers } from "../initializers";
import type { Parameter } from "../parameters/parameter";
import { boolean, number, parameter, type Values } from "../parameters/parameter";
import { typedSchema } from "../parameters/valuesSchema";

/** A chosen initialiser with its parameters. */
export type InitializerChoice = Readonly<Record<string, unknown>> & { readonly type: string };

/** The name for the layer's own initialisation, which is PyTorch's. */
export const ownInitializer = "default";

/** Every initialiser name, in the order of the choice. */
export const initializerNames: readonly string[] = [ownInitializer, ...initializers.keys()];

const written = z.discriminatedUnion("type", [
  typedSchema(ownInitializer, {}),
  ...[...initializers.values()].map(({ type, params }) => typedSchema(type, params)),
]);

/** An initialiser as written: its name, or an object with its name and parameters. Parses to the object. */
export const initializerSchema = z.union([
  z.enum(initializerNames).transform((type) => written.parse({ type })),
  written,
]) as unknown as z.ZodType<InitializerChoice>;

function initializer(help: string): Parameter<InitializerChoice | undefined> {
  return parameter("initializer", initializerSchema, { optional: true, options: initializerNames, help });
}

/** The parameters that every node with weights has in addition to its layer's own. */
export const weightParams = {
  frozen: boolean({ default: false, help: "Training does not change the weights." }),
  learningRateFactor: number({
    default: 1,
    minimum: 0,
    help: "Multiplies the learning rate for these weights.",
  }),
  weightDecay: number({
    optional: true,
    minimum: 0,
    help: "Weight decay for these weights, instead of the optimizer's.",
  }),
  l1: number({ default: 0, minimum: 0, help: "Adds l1·Σ|w| over the weights, without biases, to the loss." }),
  l2: number({ default: 0, minimum: 0, help: "Adds l2·Σw² over the weights, without biases, to the loss." }),
  weightClip: number({
    optional: true,
    above: 0,
    help: "After each update, moves weights and biases beyond ±weightClip back to it, as a WGAN's critic needs.",
  }),
  weightInit: initializer(
    "Initialisation of the weights, except biases. Default: the layer's own, as in PyTorch.",
  ),
  biasInit: initializer("Initialisation of the biases. Default: the layer's own, as in PyTorch."),
} as const;

export type WeightSettings = Values<typeof weightParams>;

/** A node's settings for its weights; `params` are its parsed parameters, and missing ones have their defaults. */
export function weightSettings(params: Readonly<Record<string, unknown>> | undefined): WeightSettings {
  const given = params as Partial<WeightSettings> | undefined;
  return {
    frozen: given?.frozen ?? false,
    learningRateFactor: given?.learningRateFactor ?? 1,
    weightDecay: given?.weightDecay,
    l1: given?.l1 ?? 0,
    l2: given?.l2 ?? 0,
    weightClip: given?.weightClip,
    weightInit: given?.weightInit,
    biasInit: given?.biasInit,
  };
}

/** Whether training changes the weights of a node with these parsed parameters. A learning rate of 0 means it does not. */
export function isTrained(params: Readonly<Record<string, unknown>> | undefined): boolean {
  const { frozen, learningRateFactor } = weightSettings(params);
  return !frozen && learningRateFactor !== 0;
}
