import { t } from "@vscode/l10n";
import { initializers } from "../initializers";
import type { Weight } from "../layers/layer";
import { isBias } from "../layers/isBias";
import { ownInitializer, weightSettings, type InitializerChoice } from "../layers/weightParams";
import { LayerProblem } from "../layers/LayerProblem";

type Weights = Readonly<Record<string, Weight>>;

interface Chosen {
  readonly weights: Weights;
  readonly problems: readonly LayerProblem[];
}

/**
 * A node's weights, initialised by its `weightInit` and `biasInit`; buffers (running statistics) are not affected.
 * Weights with fewer axes than an initialiser needs keep the layer's own initialisation; if it fits none of them, that
 * is reported as a problem, which does not affect shapes.
 */
export function withChosenInit(weights: Weights, params: Readonly<Record<string, unknown>>): Chosen {
  const { weightInit, biasInit } = weightSettings(params);
  const chosen = [
    choose("biasInit", biasInit, weights, isBias),
    choose("weightInit", weightInit, weights, (name) => !isBias(name)),
  ];
  return {
    weights: Object.assign({}, weights, ...chosen.map((choice) => choice.weights)) as Weights,
    problems: chosen.flatMap(({ problems }) => problems),
  };
}

function choose(
  param: "weightInit" | "biasInit",
  choice: InitializerChoice | undefined,
  weights: Weights,
  concerns: (name: string) => boolean,
): Chosen {
  const rule = choice && initializers.get(choice.type);
  if (!rule || choice.type === ownInitializer) return { weights: {}, problems: [] };
  const { type, ...params } = choice;
  const fault = (message: string): Chosen => ({
    weights: {},
    problems: [new LayerProblem("initializer-does-not-fit", message, { param })],
  });
  const wrong = rule.wrong?.(params);
  if (wrong !== undefined) return fault(`${type}: ${wrong}`);
  const concerned = Object.entries(weights).filter(([name, { trainable }]) => trainable && concerns(name));
  const { axes = 0 } = rule;
  const fitting = concerned.filter(([, { shape }]) => shape.length >= axes);
  const [unfit] = concerned;
  if (unfit && fitting.length === 0)
    return fault(
      t(
        '"{0}" needs a weight of at least {1} axes, but "{2}" is {3}. Choose uniform, normal or constant.',
        type,
        axes,
        unfit[0],
        unfit[1].shape.join("×"),
      ),
    );
  const started = fitting.map(([name, weight]) => [
    name,
    { ...weight, init: { kind: "rule", rule: type, params } },
  ]);
  return { weights: Object.fromEntries(started) as Weights, problems: [] };
}
