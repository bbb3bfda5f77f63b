import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { applyEdit } from "../../../engine/document/applyEdit";
import type { GraphEdit } from "../../../engine/document/edit";
import { editGraph } from "../../../engine/document/editGraph";
import { parse } from "../../../engine/document/parse";
import { applyTextEdits } from "../../../engine/document/textEdits";
import { Random } from "../randomGraphs/Random";
import { mlp } from "../graph/documents";
import { inverse } from "./inverse";
import { meaning } from "./meaning";

type Settings = Record<string, unknown> & { objectives?: Record<string, Record<string, unknown>> };

const training = `"training": {
    "epochs": 12, "batchSize": 32,
    "objectives": {
      "first": { "losses": ["loss"], "epochs": [1, 3] },
      "second": {
        "losses":  ["loss"],
        "updates": ["hidden"]
      },
      "third": { "losses": ["loss"], "optimizer": { "type": "SGD", "learningRate": 1e-1 } }
    },
    "watch": "validation.second/loss"
  }`;

const withObjectives = mlp.replace(/"training": \{[^]*?\n {2}\}/, training);

const layouts: Record<string, string> = {
  "as people write it": withObjectives,
  "with CRLF": withObjectives.replace(/\n/g, "\r\n"),
  "on one line": JSON.stringify(JSON.parse(withObjectives)),
  "as JSON.stringify spreads it": JSON.stringify(JSON.parse(withObjectives), null, 4),
  "without objectives": mlp,
  "nearly empty": '{"netloom":1}',
};

function settingsOf(text: string): Settings {
  return (JSON.parse(text) as { training?: Settings }).training ?? {};
}

/** What an edit means, said in the plainest way. */
function carriedOut(settings: Settings, edit: GraphEdit): Settings {
  const entries = Object.entries(settings.objectives ?? {});
  const withEntries = (list: typeof entries) => {
    const { objectives: _, ...others } = settings;
    return list.length > 0 ? { ...settings, objectives: Object.fromEntries(list) } : others;
  };
  switch (edit.kind) {
    case "all":
      return edit.edits.reduce(carriedOut, settings);
    case "renameObjective": {
      const { objective, to } = edit;
      const watch =
        typeof settings.watch === "string"
          ? { watch: settings.watch.replace(new RegExp(`^(validation\\.)?${objective}/`), `$1${to}/`) }
          : {};
      return {
        ...withEntries(entries.map(([name, each]) => [name === objective ? to : name, each])),
        ...watch,
      };
    }
    case "moveObjective": {
      const moved = entries.filter(([name]) => name === edit.objective);
      const others = entries.filter(([name]) => name !== edit.objective);
      return withEntries([...others.slice(0, edit.to), ...moved, ...others.slice(edit.to)]);
    }
    case "training": {
      const [first = "", name = "", setting] = edit.path;
      if (first === "watch") return { ...settings, watch: edit.value };
      if (setting === undefined) {
        const value = edit.value as Record<string, unknown> | undefined;
        if (value === undefined) return withEntries(entries.filter(([other]) => other !== name));
        return withEntries([...entries, [name, value]]);
      }
      return withEntries(
        entries.map(([other, each]) => [other, other === name ? { ...each, [setting]: edit.value } : each]),
      );
    }
    default:
      throw new Error(`${edit.kind} is tried elsewhere`);
  }
}

function drawEdit(settings: Settings, random: Random, step: number): GraphEdit {
  const names = Object.keys(settings.objectives ?? {});
  const fresh = `o${String(step)}`;
  const add: GraphEdit = { kind: "training", path: ["objectives", fresh], value: { losses: ["loss"] } };
  if (names.length === 0) return add;
  const name = random.one(names);
  return random.one<GraphEdit>([
    add,
    { kind: "training", path: ["objectives", name] },
    { kind: "training", path: ["objectives", name, "steps"], value: 1 + random.below(4) },
    {
      kind: "training",
      path: ["watch"],
      value: random.one([`${name}/loss`, `validation.${name}/loss`, "loss"]),
    },
    { kind: "renameObjective", objective: name, to: `${fresh}r` },
    { kind: "moveObjective", objective: name, to: random.below(names.length) },
    { kind: "moveObjective", objective: name, to: random.below(names.length) },
    {
      kind: "all",
      edits: [
        { kind: "moveObjective", objective: name, to: random.below(names.length) },
        { kind: "renameObjective", objective: name, to: `${fresh}r` },
      ],
    },
  ]);
}

/** The text of each objective by name, and that of the document around `training` if there is one. */
function sources(text: string) {
  const names = Object.keys(settingsOf(text).objectives ?? {});
  const root = parseTree(text)!;
  const at = (path: string[]) => {
    const { offset = 0, length = 0 } = findNodeAtLocation(root, path) ?? {};
    return {
      text: text.slice(offset, offset + length),
      before: text.slice(0, offset),
      after: text.slice(offset + length),
    };
  };
  const { before, after } = at(["training"]);
  return {
    objectives: new Map(names.map((name) => [name, at(["training", "objectives", name]).text])),
    around: before === "" ? undefined : [before, after],
  };
}

describe.each(Object.entries(layouts))("random edits of objectives in a document %s", (_, start) => {
  it.each([1, 2, 3, 4, 5, 6])("mean what they say and touch nothing else (seed %i)", (seed) => {
    const random = new Random(seed);
    let text = start;
    for (let step = 0; step < 50; step++) {
      const edit = drawEdit(settingsOf(text), random, step);
      const applied = applyEdit(text, edit);
      if ("refused" in applied) throw new Error(`${JSON.stringify(edit)}: ${applied.refused}`);
      const next = applyTextEdits(text, applied.edits);
      const about = `${JSON.stringify(edit)}\n${text}\n${next}`;
      const wanted = carriedOut(settingsOf(text), edit);
      expect(settingsOf(next), about).toEqual(wanted);
      expect(Object.keys(settingsOf(next).objectives ?? {})).toEqual(Object.keys(wanted.objectives ?? {}));
      expect(meaning(editGraph(parse(text).graph!, edit)), about).toEqual(meaning(parse(next).graph));
      const [before, after] = [sources(text), sources(next)];
      if (before.around) expect(after.around, about).toEqual(before.around);
      const isSet = edit.kind === "training" && edit.path.length > 2 ? edit.path[1] : undefined;
      for (const [name, source] of before.objectives) {
        const now = edit.kind === "renameObjective" && edit.objective === name ? edit.to : name;
        if (name !== isSet && after.objectives.has(now))
          expect(after.objectives.get(now), about).toBe(source);
      }
      expect(applyTextEdits(next, inverse(text, applied.edits))).toBe(text);
      if (start.includes("\r\n")) expect(next).not.toMatch(/[^\r]\n/);
      text = next;
    }
  });
});

describe("edits of objectives", () => {
  const refusal = (text: string, edit: GraphEdit) => {
    const applied = applyEdit(text, edit);
    expect(editGraph(parse(text).graph!, edit)).toBeUndefined();
    return "refused" in applied ? applied.refused : undefined;
  };

  it("are refused with a reason if there is no such objective, or the new name is taken or wrong", () => {
    expect(refusal(withObjectives, { kind: "moveObjective", objective: "fourth", to: 0 })).toContain(
      '"fourth"',
    );
    expect(refusal(mlp, { kind: "renameObjective", objective: "first", to: "a" })).toContain('"first"');
    const rename = (to: string) =>
      refusal(withObjectives, { kind: "renameObjective", objective: "first", to });
    expect(rename("third")).toContain("already exists");
    expect(rename("constructor")).toContain("cannot name an objective");
    expect(rename("two words")).toContain("cannot name an objective");
  });

  it("are refused while an objective is there twice, since one would be lost", () => {
    const twice = withObjectives.replace('"third": {', '"first": {');
    const applied = applyEdit(twice, { kind: "moveObjective", objective: "first", to: 1 });
    expect(applied).toEqual({ refused: expect.stringContaining("cannot be read") });
  });

  it("writes the first objectives in lines of their own", () => {
    const edit: GraphEdit = {
      kind: "training",
      path: ["objectives"],
      value: { a: { losses: ["loss"] }, b: { losses: ["loss"], steps: 2 } },
    };
    const applied = applyEdit(mlp, edit);
    if ("refused" in applied) throw new Error(applied.refused);
    expect(applyTextEdits(mlp, applied.edits)).toContain(`
    "objectives": {
      "a": { "losses": ["loss"] },
      "b": { "losses": ["loss"], "steps": 2 }
    }`);
  });

  it("renames an objective in a text that is wrong elsewhere", () => {
    const broken = withObjectives.replace('"type": "Linear"', '"type": 3');
    const applied = applyEdit(broken, { kind: "renameObjective", objective: "second", to: "last" });
    if ("refused" in applied) throw new Error(applied.refused);
    expect(applyTextEdits(broken, applied.edits)).toBe(
      broken.replace('"second"', '"last"').replace("validation.second/loss", "validation.last/loss"),
    );
  });
});
