import { describe, expect, it } from "vitest";
import { infer } from "../../../../engine/graph/infer";
import { parse } from "../../../../engine/document/parse";
import { templateEdit, templates } from "../../../../webview/canvas/chrome/templates";

describe("templates", () => {
  it.each(templates().map((template) => [template.name, template] as const))(
    "%s has no problems",
    (_, template) => {
      const { nodes, edges = [], layout = {} } = templateEdit(template);
      const text = JSON.stringify({
        netloom: 1,
        nodes: Object.fromEntries(nodes.map(({ id, type, params }) => [id, { type, ...params }])),
        edges,
        layout,
      });
      const { graph, problems } = parse(text);
      if (!graph) throw new Error("not read");
      expect([...problems, ...infer(graph).problems]).toEqual([]);
      expect(Object.keys(layout).sort()).toEqual(nodes.map(({ id }) => id).sort());
    },
  );
});
