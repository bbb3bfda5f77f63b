import { expect, it } from "vitest";
import { parse } from "../../../engine/document/parse";
import { infer } from "../../../engine/graph/infer";
import type { Problem } from "../../../engine/graph/problem";
import { trainable } from "../../../engine/graph/trainable";

interface Changes {
  readonly data?: object;
  readonly nodes?: object;
  readonly edges?: readonly string[];
  readonly training?: object;
  readonly blocks?: object;
}

/** A network that plays CartPole and a follower of it, in a block or not. */
function text({ data = {}, nodes = {}, edges = [], training = {}, blocks = {} }: Changes = {}): string {
  return JSON.stringify(
    {
      netloom: 1,
      blocks,
      nodes: {
        cartpole: { type: "Dataset", source: "cartpole", policy: "q.output", ...data },
        q: { type: "Linear", outFeatures: 2 },
        target: { type: "Linear", outFeatures: 2, follows: { node: "q", every: 10 } },
        best: { type: "Max" },
        loss: { type: "MSELoss" },
        chosen: { type: "Gather" },
        ...nodes,
      },
      edges: [
        "cartpole.state -> q",
        "cartpole.next -> target",
        "q -> chosen.input",
        "cartpole.action -> chosen.index",
        "target -> best",
        "chosen -> loss.input",
        "best -> loss.target",
        ...edges,
      ],
      training,
    },
    null,
    1,
  );
}

function problemsOf(written: string): readonly (Problem & { readonly at: string })[] {
  const { graph, problems } = parse(written);
  const typed = infer(graph!);
  const found = [...problems, ...typed.problems, ...trainable(typed)];
  return found.map((problem) => ({
    ...problem,
    at: written.slice(problem.range.offset, problem.range.offset + problem.range.length),
  }));
}

/** The code of the only problem, and the text that it points at. */
function only(changes: Changes): [string, string] {
  const found = problemsOf(text(changes));
  expect(found.map(({ message }) => message)).toHaveLength(1);
  expect(found[0]!.severity).toBe("error");
  return [found[0]!.code, found[0]!.at];
}

it("accepts a policy by output, by node, by instance, by repetition, and of a follower", () => {
  const block = {
    inputs: ["state"],
    outputs: ["values"],
    nodes: { inner: { type: "Linear", outFeatures: 2 } },
    edges: ["state -> inner", "inner -> values"],
  };
  const blocks = { Q: block };
  expect(problemsOf(text())).toEqual([]);
  expect(problemsOf(text({ data: { policy: "q" } }))).toEqual([]);
  const follower = { nodes: { slow: { type: "Linear", outFeatures: 2, follows: { node: "q", rate: 0.1 } } } };
  expect(
    problemsOf(text({ ...follower, data: { policy: "slow.output" }, edges: ["cartpole.state -> slow"] })),
  ).toEqual([]);
  const instances = { q: { type: "Q" }, target: { type: "Q", follows: { node: "q", every: 10 } } };
  for (const policy of ["q", "q.values", "q/inner", "q/inner.output"])
    expect(problemsOf(text({ blocks, nodes: instances, data: { policy } })), policy).toEqual([]);
  const repeated = { mix: { type: "Linear", outFeatures: 2, repeat: 2 } };
  expect(problemsOf(text({ nodes: repeated, edges: ["q -> mix"], data: { policy: "mix" } }))).toEqual([]);
});

it("reports a policy that is missing, unknown, misspelt, or no row of action values", () => {
  expect(only({ data: { policy: undefined } })).toEqual(["policy-missing", '"Dataset"']);
  expect(only({ data: { policy: "nothing.there" } })).toEqual(["policy-unknown", '"nothing.there"']);
  expect(problemsOf(text({ data: { policy: "q.outptu" } }))[0]!.message).toContain('"q.output"');
  expect(only({ data: { policy: "best" } })).toEqual(["policy-not-actions", '"best"']);
  expect(
    only({
      nodes: { wide: { type: "Linear", outFeatures: 3 } },
      edges: ["cartpole.state -> wide"],
      data: { policy: "wide.output" },
    }),
  ).toEqual(["policy-not-actions", '"wide.output"']);
});

it("reports a policy that depends on more than the state", () => {
  expect(only({ data: { policy: "target.output" } })).toEqual(["policy-not-of-state", '"target.output"']);
  const rewarded = {
    nodes: { sum: { type: "Add" }, row: { type: "Unsqueeze", dim: 1 } },
    edges: ["cartpole.reward -> row", "row -> sum", "q -> sum"],
    data: { policy: "sum" },
  };
  expect(only(rewarded)).toEqual(["policy-not-of-state", '"sum"']);
});

it("reports other data beside an environment", () => {
  expect(only({ nodes: { other: { type: "Dataset", source: "moons" } } })).toEqual([
    "environment-not-alone",
    '"cartpole"',
  ]);
  const second = { other: { type: "Dataset", source: "gridworld", policy: "q.output" } };
  const found = problemsOf(text({ nodes: second }));
  expect(found.filter(({ code }) => code === "environment-not-alone").map(({ node }) => node)).toEqual([
    "other",
  ]);
});

it("reports a memory that is too small, and exploring that is no probability", () => {
  expect(only({ data: { replay: 100 } })).toEqual(["replay-too-small", '"Dataset"']);
  expect(only({ data: { replay: 100, startAfter: 101 } })).toEqual(["replay-too-small", "101"]);
  expect(only({ data: { replay: 30, startAfter: 10 }, training: { batchSize: 32 } })).toEqual([
    "replay-too-small",
    "30",
  ]);
  const [code, at] = only({ data: { explore: { from: 1.5 } } });
  expect([code, at]).toEqual(["invalid-parameter", "1.5"]);
  expect(only({ data: { explore: { speed: 1 } } })[0]).toMatch(/parameter/);
  expect(only({ data: { validation: 0.2 } })[0]).toBe("unknown-parameter");
});

it("watches the return, but not a mean over training in evaluation", () => {
  for (const watch of ["validation.return", "return", "return100"])
    expect(problemsOf(text({ training: { watch } })), watch).toEqual([]);
  expect(only({ training: { watch: "validation.return100" } })[0]).toBe("unknown-figure");
});
