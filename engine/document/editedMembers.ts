import { t } from "@vscode/l10n";
import { canBeBypassed } from "../graph/canBeBypassed";
import { isChain } from "../graph/isChain";
import type { Graph, GraphNode } from "../graph/graph";
import { idPattern } from "../graph/idPattern";
import { paramsOf } from "../graph/paramsOf";
import {
  isTypedSetting,
  objectiveParams,
  trainingParams,
  typedSettings,
  type TypedSettingName,
} from "../graph/schema";
import { isSharingKey, sharingOf } from "../graph/sharing";
import { layers } from "../layers";
import type { Layer } from "../layers/layer";
import { splitSharing } from "./readSharing";
import { Refusal } from "./Refusal";

/** The members of an object as written. */
export type Members = Readonly<Record<string, unknown>>;

/** What a node says, as it is written: `type` first. */
export function membersOfNode(node: GraphNode): Members {
  const { type, params } = node;
  return { type, ...wordsOf(node), ...params, ...sharingOf(node) };
}

/** What a node says besides its parameters and about sharing. */
export function wordsOf({ repeat, bypass }: Pick<GraphNode, "repeat" | "bypass">): Members {
  return { ...(repeat !== undefined && { repeat }), ...(bypass !== undefined && { bypass }) };
}

/** The members of a node divided as the parser does it; parameters of an unknown layer are kept. */
export function splitMembers({ type, bypass, ...members }: Members): Omit<GraphNode, "id" | "places"> {
  const { params, words: shared } = splitSharing(members);
  const words = { ...(typeof bypass === "boolean" && { bypass }), ...shared };
  const name = typeof type === "string" ? type : "";
  if (!Object.hasOwn(params, "repeat") || hasParam(layers.get(name), params, "repeat"))
    return { type: name, params, ...words };
  const { repeat, ...others } = params;
  return { type: name, repeat, params: others, ...words };
}

/**
 * A node's members after one is set (undefined removes it, so that the default applies). A new type or source drops the
 * parameters that are no longer valid and adds those that it requires. Throws a Refusal if the result is not a valid
 * node.
 */
export function editedNode(
  { graph, block }: { readonly graph: Graph; readonly block?: string },
  node: GraphNode,
  name: string,
  value: unknown,
): Members {
  checkName(name);
  const { type, params } = node;
  const before = membersOfNode(node);
  const old = layers.get(type);
  if (name !== "type") {
    const after = withMember(before, name, value);
    const gone =
      old?.furtherParams && name in old.params
        ? outdated(paramsOf(old, params), paramsOf(old, withMember(params, name, value)))
        : [];
    return without(after, gone);
  }
  if (typeof value !== "string") throw new Refusal(t("A node's type must be the name of a layer."));
  checkType(graph, value, block);
  const layer = layers.get(value);
  const now = paramsOfType(graph, value, params);
  const needed = Object.entries(layer?.fresh ?? {}).filter(
    ([param]) => now[param]?.default === undefined && !Object.hasOwn(params, param),
  );
  const words = [
    ...(layer && !layer.weights ? Object.keys(before).filter(isSharingKey) : []),
    ...(node.repeat !== undefined && !isChain(graph.blocks.get(value), value) ? ["repeat"] : []),
    ...(node.bypass !== undefined && !canBeBypassed(graph.blocks.get(value), value) ? ["bypass"] : []),
  ];
  const retained = without(before, [...outdated(paramsOfType(graph, type, params), now), ...words]);
  return { ...retained, type: value, ...Object.fromEntries(needed) };
}

/** Refuses a type that nodes of the document, or of one of its blocks, cannot have. */
export function checkType({ blocks }: Graph, type: string, block: string | undefined): void {
  if (layers.has(type)) return;
  if (!blocks.has(type)) throw new Refusal(t('There is no layer "{0}".', type));
  if (block !== undefined && reachesBlock(blocks, type, block))
    throw new Refusal(t('The block "{0}" would contain itself.', block));
}

/** Whether a block is another one or has instances of it inside, directly or in blocks. */
function reachesBlock(blocks: Graph["blocks"], start: string, wanted: string): boolean {
  const seen = new Set([start]);
  // The set grows during the loop.
  for (const name of seen) {
    if (name === wanted) return true;
    for (const { type } of blocks.get(name)?.nodes.values() ?? []) if (blocks.has(type)) seen.add(type);
  }
  return false;
}

/** The parameters of a layer or block by name. */
function paramsOfType(
  { blocks }: Graph,
  type: string,
  written: Members,
): Readonly<Record<string, { readonly default?: unknown }>> {
  const layer = layers.get(type);
  if (layer) return paramsOf(layer, written);
  return Object.fromEntries(Object.keys(blocks.get(type)?.parameters ?? {}).map((name) => [name, {}]));
}

function hasParam(layer: Layer | undefined, written: Members, name: string): boolean {
  return layer !== undefined && Object.hasOwn(paramsOf(layer, written), name);
}

/**
 * The members of `training` after a setting is set, as in `editedNode`. `path` is a setting, or a setting and its
 * parameter; both may be those of an objective: `["objectives", "generator", "optimizer", "learningRate"]`.
 */
export function editedSettings(settings: Members, path: readonly string[], value: unknown): Members {
  const [setting, name, ...inner] = path;
  if (setting !== "objectives") return editedIn(settings, path, value, trainingParams);
  if (name === undefined) return withMember(settings, setting, value);
  checkName(name);
  const objectives = recordIn(settings, setting);
  const objective =
    inner.length === 0 ? value : editedObjective(recordIn(objectives, name), inner, value, settings);
  return withMember(settings, setting, unlessEmpty(withMember(objectives, name, objective)));
}

function editedObjective(
  objective: Members,
  path: readonly string[],
  value: unknown,
  training: Members,
): Members {
  const [setting, loss, ...rest] = path;
  if (setting !== "weights") return editedIn(objective, path, value, objectiveParams, training);
  if (loss === undefined) return withMember(objective, setting, value);
  if (rest.length > 0 || loss in Object.prototype) throw noSetting(path);
  const weights = withMember(recordIn(objective, setting), loss, value);
  return withMember(objective, setting, unlessEmpty(weights));
}

/**
 * Sets a setting, or a parameter of a typed setting. A parameter has no meaning without the type it belongs to: if none
 * is written, the one of `defaults` or the preset applies.
 */
function editedIn(
  settings: Members,
  path: readonly string[],
  value: unknown,
  known: object,
  defaults: Members = {},
): Members {
  path.forEach(checkName);
  const [setting, param, ...rest] = path;
  if (setting === undefined || rest.length > 0 || !isSetting(setting, param, value, known))
    throw noSetting(path);
  if (param === undefined || !isTypedSetting(setting)) return withMember(settings, setting, value);
  if (settings[setting] === undefined) {
    if (value === undefined) return settings;
    const { type: inherited = typedSettings[setting].preset } = recordIn(defaults, setting);
    const type = param === "type" ? value : inherited;
    if (type === undefined) throw noSetting(path);
    return withMember(settings, setting, { type, [param]: value });
  }
  const typed = recordIn(settings, setting);
  const gone = param === "type" ? outdatedType(setting, typed, value) : [];
  return withMember(settings, setting, without(withMember(typed, param, value), gone));
}

/** An object among the members; empty if it is not there. Throws a Refusal if it is something else. */
export function recordIn(members: Members, name: string): Members {
  const found = Object.hasOwn(members, name) ? members[name] : {};
  if (typeof found !== "object" || found === null || Array.isArray(found))
    throw new Refusal(t('"{0}" in the document\'s text is not what it should be. Fix it first.', name));
  return found as Members;
}

function unlessEmpty(members: Members): Members | undefined {
  return Object.keys(members).length > 0 ? members : undefined;
}

function noSetting(path: readonly string[]): Refusal {
  return new Refusal(t('There is no training setting "{0}".', path.join(".")));
}

/** Whether this can be set; anything already in the text may be removed. */
function isSetting(setting: string, param: string | undefined, value: unknown, known: object): boolean {
  if (isTypedSetting(setting)) return true;
  return param === undefined && (value === undefined || Object.hasOwn(known, setting));
}

/** The parameters that a typed setting loses when its type changes. */
function outdatedType(setting: TypedSettingName, written: Members, type: unknown): string[] {
  const { types } = typedSettings[setting];
  const before = typeof written.type === "string" ? types.get(written.type) : undefined;
  const after = typeof type === "string" ? types.get(type) : undefined;
  if (typeof type !== "string")
    throw new Refusal(t('"{0}" needs a type. Remove "{0}" to turn it off.', setting));
  if (!after) throw new Refusal(t('There is no {0} "{1}".', setting, type));
  return outdated(before?.params, after.params);
}

/** Parameters that are no longer valid. */
function outdated(before: object | undefined, after: object): string[] {
  return Object.keys(before ?? {}).filter((name) => !Object.hasOwn(after, name));
}

function withMember(members: Members, name: string, value: unknown): Members {
  return value === undefined ? without(members, [name]) : { ...members, [name]: value };
}

function without(members: Members, names: readonly string[]): Members {
  return names.length === 0
    ? members
    : Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
}

function checkName(name: string): void {
  if (!idPattern.test(name) || name in Object.prototype)
    throw new Refusal(t('"{0}" is not the name of a parameter.', name));
}
