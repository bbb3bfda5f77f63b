import { t } from "@vscode/l10n";
import { getNodeValue } from "jsonc-parser";
import { layers } from "../layers";
import type { Layer } from "../layers/layer";
import type { GraphNode } from "../graph/graph";
import type { Member } from "./json";
import { membersOf, placeOf, recordOf } from "./json";
import type { Subject } from "../graph/problem";
import { namesIn } from "../graph/substitute";
import { nearest } from "../graph/nearest";
import { paramsOf } from "../graph/paramsOf";
import { isSharingKey } from "../graph/sharing";
import { readSharing } from "./readSharing";
import { reportIssues } from "./reportIssues";
import type { Report } from "./report";
import { withoutDuplicates, withoutLongLists } from "./report";
import { documentLimits } from "../graph/documentLimits";
import { idPattern } from "../graph/idPattern";
import { nodeSchema, nodeValues } from "../graph/schema";
import { shorten } from "../graph/shorten";
import { show } from "../graph/show";

/** Where nodes are read: in the document itself or in one of its blocks. */
export interface ScopeContext {
  /** The names under `blocks`, which nodes may have as their type. */
  readonly blockNames: ReadonlySet<string>;
  /** The block's name. */
  readonly block?: string;
  /** The block's ports, which have positions too. */
  readonly ports?: ReadonlySet<string>;
  /** Collects the nodes with expressions, which are checked for each instance. */
  readonly deferred?: Deferred[];
}

/** A node whose parameters are known only for an instance of its block. */
export interface Deferred {
  readonly node: GraphNode;
  readonly layer: Layer;
  readonly written: readonly Member[];
}

export function nodeSubject({ block }: ScopeContext, id: string): Subject {
  return block === undefined ? { node: id } : { block, member: id };
}

/** Reads one `"id": { "type": …, … }`; undefined if there is nothing that could be shown. */
export function readNode(
  { key: id, keyPlace, value }: Member,
  context: ScopeContext,
  report: Report,
): GraphNode | undefined {
  const wrong = wrongId(id);
  if (wrong !== undefined) {
    report("invalid-id", () => wrong, keyPlace);
    return undefined;
  }
  const subject = nodeSubject(context, id);
  if (value.type !== "object") {
    report(
      "invalid-node",
      () =>
        t('A node must be an object such as { "type": "Linear", … }, not {0}.', show(getNodeValue(value))),
      placeOf(value),
      subject,
    );
    return undefined;
  }
  const members = withoutDuplicates(membersOf(value), report, subject);
  const type = members.find(({ key }) => key === "type");
  const repeat = members.find((member) => isRepeat(member, type, members));
  const bypass = members.find(({ key }) => key === "bypass");
  const isBypass: unknown = bypass && getNodeValue(bypass.value);
  if (bypass && typeof isBypass !== "boolean")
    report(
      "invalid-bypass",
      () => t('{0}: "bypass" must be true or false, not {1}.', id, show(isBypass)),
      placeOf(bypass.value),
      { ...subject, param: "bypass" },
    );
  const written = withoutLongLists(
    members.filter(
      (member) => member !== type && member !== repeat && member !== bypass && !isSharingKey(member.key),
    ),
    "invalid-parameter",
    report,
    (param) => ({ ...subject, param }),
  );
  const sharing = readSharing(id, subject, members, report);
  const name: unknown = type && getNodeValue(type.value);
  const node: GraphNode = {
    id,
    type: typeof name === "string" ? name : "",
    ...(repeat && { repeat: getNodeValue(repeat.value) as unknown }),
    ...(typeof isBypass === "boolean" && { bypass: isBypass }),
    params: recordOf(written),
    ...sharing.words,
    places: {
      id: keyPlace,
      node: placeOf(value),
      type: type ? placeOf(type.value) : keyPlace,
      params: Object.fromEntries(
        [...written, ...(repeat ? [repeat] : []), ...(bypass ? [bypass] : [])].map((member) => [
          member.key,
          placeOf(member.value),
        ]),
      ),
      sharing: sharing.places,
    },
  };
  const layer = layers.get(node.type);
  if (layer && context.deferred && namesIn(node.params).size > 0)
    context.deferred.push({ node, layer, written });
  else if (layer) checkParams(node, layer, written, report, subject);
  else if (context.blockNames.has(node.type)) return node;
  else if (!type)
    report(
      "missing-type",
      () => t('"{0}" has no type: add "type" with the name of a layer.', id),
      keyPlace,
      subject,
    );
  else
    report("unknown-layer", () => unknownLayer(name, context.blockNames), node.places.type, {
      ...subject,
      param: "type",
    });
  return node;
}

/** Whether a member says how often the node is repeated; a source of data may have a parameter of that name. */
function isRepeat({ key }: Member, type: Member | undefined, members: readonly Member[]): boolean {
  if (key !== "repeat") return false;
  const layer = layers.get(String(type?.value.value));
  return !layer || !Object.hasOwn(paramsOf(layer, recordOf(members)), key);
}

/** Why a name cannot be a node's id; undefined if it can. */
export function wrongId(id: string): string | undefined {
  if (!idPattern.test(id))
    return t(
      '"{0}" cannot name a node: begin with a letter or _, then use letters, digits and _ only.',
      shorten(id),
    );
  if (id.length > documentLimits.name)
    return t(
      '"{0}" is too long for a node name: it has {1} characters, and at most {2} are allowed.',
      shorten(id),
      id.length,
      documentLimits.name,
    );
  // They are properties of every object, here and in exported code.
  if (id in Object.prototype) return t('"{0}" is reserved and cannot name a node.', id);
  return undefined;
}

function unknownLayer(name: unknown, blockNames: ReadonlySet<string>): string {
  if (typeof name !== "string")
    return t('"type" must be the name of a layer in double quotes, not {0}.', show(name));
  const meant = nearest(name, [...layers.keys(), ...blockNames]);
  return meant === undefined
    ? t('There is no layer "{0}". The palette lists all layers.', shorten(name))
    : t('There is no layer "{0}". Did you mean "{1}"?', shorten(name), meant);
}

/** Reports the parameters of a node that do not suit its layer. */
export function checkParams(
  node: GraphNode,
  layer: Layer,
  written: readonly Member[],
  report: Report,
  subject: Subject,
): void {
  if (nodeValues(node.type, node.params)) return;
  const issues = nodeSchema(layer, node.params).safeParse(node.params).error?.issues ?? [];
  // While the parameter that decides on further ones is wrong, those are unknown.
  const undecided = layer.furtherParams && issues.some(({ path }) => String(path[0]) in layer.params);
  reportIssues(undecided ? issues.filter(({ code }) => code !== "unrecognized_keys") : issues, {
    owner: node.id,
    parameters: paramsOf(layer, node.params),
    written,
    values: node.params,
    missingPlace: node.places.type,
    subject: (param) => ({ ...subject, param }),
    code: { unknown: "unknown-parameter", missing: "missing-parameter", invalid: "invalid-parameter" },
    report,
  });
}
