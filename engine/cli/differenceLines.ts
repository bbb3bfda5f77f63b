import { t } from "@vscode/l10n";
import type { Members } from "../document/editedMembers";
import type {
  BlockDifference,
  Changed,
  ModelDifference,
  ScopeDifference,
  ValueChange,
  WireChange,
} from "../document/difference/ModelDifference";
import { portOfData, type BlockData, type PortData } from "../document/documentData";
import type { Effect } from "./diff";

/** A difference for people: + for what has come, - for what is gone, ~ for what has changed; without positions. */
export function differenceLines(difference: ModelDifference, effects: readonly Effect[]): string[] {
  const { renamed, blocks, training, objectives } = difference;
  const ofBlocks = Object.entries(blocks.changed).flatMap(([name, block]) => {
    const names = renamed.filter((each) => each.block === name);
    return titled(t('Block "{0}":', name), [...renamings(names), ...blockLines(block)]);
  });
  const order = objectives ? [reordered(t("order of objectives"), objectives)] : [];
  return [
    ...renamings(renamed.filter(({ block }) => block === undefined)),
    ...scopeLines(difference, effects),
    ...Object.entries(blocks.added).map(([name, block]) => `+ ${t('block "{0}"', name)}: ${portsOf(block)}`),
    ...Object.entries(blocks.removed).map(
      ([name, block]) => `- ${t('block "{0}"', name)}: ${portsOf(block)}`,
    ),
    ...ofBlocks,
    ...titled(t("Training:"), [...training.map(changeLine), ...order]),
  ];
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function renamings(renamed: ModelDifference["renamed"]): string[] {
  return renamed.map(({ from, to }) => `~ ${t("{0} is now called {1}", from, to)}`);
}

function scopeLines(
  { added, removed, changed, wires }: ScopeDifference,
  effects: readonly Effect[],
): string[] {
  const alsoAffected = effects.filter(({ id }) => !Object.hasOwn(changed, id));
  return [
    ...Object.entries(removed).map(([id, members]) => `- ${id}: ${said(members)}`),
    ...Object.entries(added).map(([id, members]) => `+ ${id}: ${said(members)}`),
    ...Object.entries(changed).map(([id, changes]) => {
      const effect = effects.find((each) => each.id === id);
      return `~ ${id}: ${[...changes.map(showChange), ...(effect ? effectParts(effect) : [])].join("; ")}`;
    }),
    ...alsoAffected.map((effect) => `~ ${effect.id}: ${effectParts(effect).join("; ")}`),
    ...wires.flatMap(wireLines),
  ];
}

function blockLines({ parameters, inputs, outputs, ...scope }: BlockDifference): string[] {
  const names = (ports: readonly PortData[]) => ports.map((port) => portOfData(port).name);
  return [
    ...parameters.map(changeLine),
    ...(inputs ? [reordered(t("inputs"), { before: names(inputs.before), after: names(inputs.after) })] : []),
    ...(outputs ? [reordered(t("outputs"), outputs)] : []),
    ...scopeLines(scope, []),
  ];
}

function portsOf({ inputs, outputs }: BlockData): string {
  return `${inputs.map((port) => portOfData(port).name).join(", ")} → ${outputs.join(", ")}`;
}

function reordered(what: string, { before, after }: Changed<readonly string[]>): string {
  return `~ ${what}: ${before.join(", ")} → ${after.join(", ")}`;
}

/** One source more or fewer is a wire; otherwise all of an input's wires are shown. */
function wireLines({ to, before, after }: WireChange): string[] {
  if (before.length <= 1 && after.length <= 1)
    return [...before.map((from) => `- ${from} -> ${to}`), ...after.map((from) => `+ ${from} -> ${to}`)];
  return [`~ ${before.join(", ") || "–"} → ${after.join(", ") || "–"} -> ${to}`];
}

function effectParts({ shape, parameters }: Effect): string[] {
  return [
    ...(shape ? [`${shape.before} → ${shape.after}`] : []),
    ...(parameters ? [t("{0} → {1} parameters", parameters.before, parameters.after)] : []),
  ];
}

/** A node's type and what else is written about it. */
function said({ type, ...others }: Members): string {
  const values = Object.entries(others).map(([name, value]) => `${name} ${show(value)}`);
  return [String(type), ...values].join(", ");
}

function changeLine(change: ValueChange): string {
  const sign = change.before === undefined ? "+" : change.after === undefined ? "-" : "~";
  return `${sign} ${showChange(change)}`;
}

function showChange({ path, before, after }: ValueChange): string {
  const name = path.join(".");
  if (before === undefined) return `${name} ${show(after)}`;
  if (after === undefined) return t("{0} {1} is no longer set", name, show(before));
  return `${name} ${show(before)} → ${show(after)}`;
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
