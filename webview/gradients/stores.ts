import { create } from "zustand";
import type { NetworkFacts } from "../../engine/diagnosis/networkFacts";
import type { ToGradients } from "../messages/gradients";
import { kinds } from "../../engine/diagnosis/gradients/diagnoses";
import type { Condition } from "../../engine/diagnosis/gradients/diagnosis";
import { groupsOf } from "./lines";
import { afterGradients, type MeasuredGradients, noHistory, type WeightHistory } from "./history";

/** The order of the rows. */
export type Sort = "network" | "norm" | "problem";

export interface Gradients {
  /** The run's id in messages with the host; undefined if there is no run. */
  readonly run: string | undefined;
  /** The run's name; undefined if there is no run yet. */
  readonly name: string | undefined;
  /** Steps between statistics; 0 if they are off. */
  readonly every: number;
  readonly history: MeasuredGradients;
  /** What advice depends on; undefined if it is not known. */
  readonly network: NetworkFacts | undefined;
  readonly sort: Sort;
  /** Key of the weight whose histograms are shown. */
  readonly shown: string | undefined;
  /** Nodes that are selected on the canvas. */
  readonly nodes: ReadonlySet<string>;
  /** The keys of the folded groups. */
  readonly folded: ReadonlySet<string>;
}

export const useGradients = create<Gradients>()(() => ({
  run: undefined,
  name: undefined,
  every: 0,
  history: noHistory,
  network: undefined,
  sort: "network",
  shown: undefined,
  nodes: new Set(),
  folded: new Set(),
}));

/** Folds or unfolds a group of rows. */
export function fold(group: string, open: boolean): void {
  const folded = new Set(useGradients.getState().folded);
  if (open) folded.delete(group);
  else folded.add(group);
  useGradients.setState({ folded });
}

/** Shows a weight's histograms, and unfolds the groups that it is in. */
export function reveal(key: string): void {
  const { history, folded } = useGradients.getState();
  const weight = history.weights.get(key)?.latest;
  const around = new Set(weight && groupsOf(weight).map((group) => group.key));
  const isHidden = [...around].some((group) => folded.has(group));
  useGradients.setState({
    shown: key,
    ...(isHidden && { folded: new Set([...folded].filter((group) => !around.has(group))) }),
  });
}

/** Handles a message from the host. */
export function receive(message: ToGradients): void {
  const state = useGradients.getState();
  // Late messages about the run shown before.
  if (message.kind !== "run" && message.run !== state.run) return;
  switch (message.kind) {
    case "run": {
      const history = afterGradients(noHistory, message.history, message.loss, message.largest);
      useGradients.setState({
        run: message.run,
        name: message.name,
        every: message.every,
        history,
        network: message.network,
        ...shownIn(history, state),
      });
      break;
    }
    case "gradients": {
      const history = afterGradients(state.history, [message.event], message.loss);
      useGradients.setState({ history, ...shownIn(history, state) });
      break;
    }
    case "select": {
      const nodes = new Set(message.nodes);
      const shownNode =
        state.shown === undefined ? undefined : state.history.weights.get(state.shown)?.latest.node;
      const first = [...state.history.weights.values()].find(({ latest }) => covers(nodes, latest.node));
      // If one of the node's weights is shown already, as after a click on its row, it stays.
      const keep = first === undefined || (shownNode !== undefined && covers(nodes, shownNode));
      useGradients.setState({ nodes });
      if (!keep) reveal(first.key);
      break;
    }
  }
}

/** The weight to show: the one shown before, or else the first of the selected nodes, or else the first. */
function shownIn({ weights }: MeasuredGradients, { shown, nodes }: Gradients): Pick<Gradients, "shown"> {
  if (shown !== undefined && weights.has(shown)) return { shown };
  const list = [...weights.values()];
  return { shown: (list.find(({ latest }) => covers(nodes, latest.node)) ?? list[0])?.key };
}

/** Whether a node, or an instance that it is in, is among some nodes; all are given by their paths. */
export function covers(nodes: ReadonlySet<string>, path: string): boolean {
  if (nodes.size === 0) return false;
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1))
    if (nodes.has(path.slice(0, end))) return true;
  return false;
}

/** The rows in order. */
export function sorted({ weights, diagnosis }: MeasuredGradients, sort: Sort): readonly WeightHistory[] {
  const rows = [...weights.values()];
  if (sort === "network") return rows;
  const size = ({ latest: { gradientNorm = NaN } }: WeightHistory) =>
    Number.isFinite(gradientNorm) ? gradientNorm : Infinity;
  if (sort === "norm") return rows.sort((a, b) => size(b) - size(a));
  const rank = ({ key }: WeightHistory) => severity(diagnosis.conditions.get(key));
  return rows.sort((a, b) => rank(a) - rank(b));
}

function severity(conditions: readonly Condition[] | undefined): number {
  const worst = conditions?.[0];
  return worst ? kinds.indexOf(worst.kind) : kinds.length;
}
