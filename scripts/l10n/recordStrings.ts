import { sources } from "../../engine/data/catalog";
import { paramsOf } from "../../engine/graph/paramsOf";
import { objectiveParams, trainingParams, typedSettings } from "../../engine/graph/schema";
import { followsWords, nodeWords } from "../../engine/graph/nodeWords";
import { initializers } from "../../engine/initializers";
import { layers } from "../../engine/layers";
import type { Layer } from "../../engine/layers/layer";
import type { Parameters } from "../../engine/parameters/parameter";
import { weightParams } from "../../engine/layers/weightParams";
import { metrics } from "../../engine/metrics";
import { playedFigures } from "../../engine/data/catalog/playedFigures";
import { outputProbes, weightProbes } from "../../engine/probes";
import type { HistogramShow, NumberShow } from "../../engine/probes/probe";

/**
 * The English strings of the records: summaries, help texts and metrics' titles, which are translated when shown, and
 * the layers' other names, which are searched in the user's language too.
 */
export function recordStrings(): string[] {
  return [
    ...[...layers.values()].flatMap(layerStrings),
    ...helps(weightParams),
    ...helps(nodeWords),
    ...helps(followsWords),
    ...[...sources.values(), ...initializers.values()].flatMap(({ summary, params }) => [
      summary,
      ...helps(params),
    ]),
    ...Object.values(typedSettings).flatMap(({ help, types }) => [
      help,
      ...[...types.values()].flatMap(({ summary, params }) => [summary, ...helps(params)]),
    ]),
    ...[...metrics.values(), ...playedFigures].flatMap(({ title, summary }) => [title, summary]),
    ...[...weightProbes, ...outputProbes].flatMap(({ show }) => (show ? showStrings(show) : [])),
    // The charts name it like a metric.
    "loss",
    ...helps(trainingParams),
    ...helps(objectiveParams),
  ];
}

function showStrings(show: NumberShow | HistogramShow): string[] {
  switch (show.as) {
    case "bar":
      return [show.title];
    case "number":
      return [show.label, show.title];
    case "histogram":
      return [show.label, ...(show.overTime ? [show.overTime.heading, show.overTime.label] : [])];
  }
}

function layerStrings(layer: Layer): string[] {
  const { summary, keywords = [], params, inputs, outputs } = layer;
  const further = Object.entries(params).flatMap(([name, { options = [] }]) =>
    options.flatMap((option) => helps(paramsOf(layer, { [name]: option }))),
  );
  const ports = [...inputs, ...(typeof outputs === "function" ? [] : outputs)];
  return [summary, ...keywords, ...helps(params), ...further, ...ports.flatMap(({ help }) => help ?? [])];
}

function helps(params: Parameters): string[] {
  return Object.values(params).map(({ help }) => help);
}
