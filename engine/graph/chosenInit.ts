import { t } from "@vscode/l10n";
import { initializers } from "../initializers";
import type { Weight } from "../layers/layer";
import { isBias } from "../layers/isBias";
import { ownInitializer, weightSettings, type InitializerChoice } from "../layers/weightParams";
import { LayerProblem } from "./problem";

type Weights = Readonly<Record<string, Weight>>;

/**
 * A node's weights, starting as its `weightInit` and `biasInit` say; kept ones (running statistics) start as ever. A
 * rule that needs more axes than a weight has leaves that weight to the layer's own way, and where it fits none of them
 * a LayerProblem says so.
 */
export function withChosenInit(weights: Weights, params: Readonly<Record<string, unknown>>): Weights {
  const { weightInit, biasInit } = weightSettings(params);
  const biases = choose("biasInit", biasInit, weights, isBias);
  return { ...weights, ...biases, ...choose("weightInit", weightInit, weights, (name) => !isBias(name)) };
}

function choose(
  param: "weightInit" | "biasInit",
  choice: InitializerChoice | undefined,
  weights: Weights,
  concerns: (name: string) => boolean,
): Weights {
  const rule = choice && initializers.get(choice.type);
  if (!rule || choice.type === ownInitializer) return {};
  const { type, ...params } = choice;
  const wrong = rule.wrong?.(params);
  if (wrong !== undefined) throw new LayerProblem("initializer-does-not-fit", `${type}: ${wrong}`, { param });
  const concerned = Object.entries(weights).filter(([name, { trainable }]) => trainable && concerns(name));
  const { axes = 0 } = rule;
  const fitting = concerned.filter(([, { shape }]) => shape.length >= axes);
  const [unfit] = concerned;
  if (unfit && fitting.length === 0)
    throw new LayerProblem(
      "initializer-does-not-fit",
      t(
        '"{0}" needs a weight of at least {1} axes, but "{2}" is {3}. Choose uniform, normal or constant.',
        type,
        axes,
        unfit[0],
        unfit[1].shape.join("×"),
      ),
      { param },
    );
  return Object.fromEntries(
    fitting.map(([name, weight]) => [name, { ...weight, init: { kind: "rule", rule: type, params } }]),
  );
}
