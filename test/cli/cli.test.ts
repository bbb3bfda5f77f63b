import type { ChildProcess } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../engine/interop/safetensors";
import { huge, model, moons } from "../engine/training/models";
import { finish, start as startNetloom } from "./netloom";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "netloom-cli-"));
  await writeFile(join(folder, "moons.nn.json"), moons());
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("netloom check", () => {
  it("prints shapes and costs of a valid model and exits 0", async () => {
    const { code, out } = await netloom("check", "moons.nn.json");
    expect(code).toBe(0);
    expect(out).toContain("hidden   Linear            16      48");
    expect(out).toContain("82 parameters");
  });

  it("prints problems as file:line:column and exits 1", async () => {
    await writeFile(
      join(folder, "broken.nn.json"),
      moons().replace('"data.input -> hidden"', '"data.input -> hiden"'),
    );
    const { code, errors } = await netloom("check", "broken.nn.json");
    expect(code).toBe(1);
    expect(errors).toMatch(/^broken\.nn\.json:\d+:\d+: .*hiden.* \[unknown-node\]$/m);
  });

  it("prints blocks and repeated nodes as one row each, and all nodes with --expand, with the same sums", async () => {
    await writeFile(join(folder, "deep.nn.json"), deep);
    const folded = await netloom("check", "deep.nn.json");
    expect(folded.code).toBe(0);
    const [table, inside] = folded.out.split("\n\n");
    expect(table!.split("\n").slice(0, 5)).toEqual([
      "data   Dataset           2         0",
      "widen  Linear ×2         8        96",
      "stack  Layer ×3          8 → 8   216",
      "head   Linear            2        18",
      "loss   CrossEntropyLoss  scalar    0",
    ]);
    expect(table).toMatch(/^330 parameters, 288 multiply-adds per sample/m);
    expect(inside).toBe(
      'Inside the block "Layer", as in stack/0:\n  linear  Linear  8  72\n  relu    ReLU    8   0\n',
    );
    const flat = await netloom("check", "deep.nn.json", "--expand");
    expect(
      flat.out
        .split("\n")
        .slice(0, 11)
        .map((line) => line.split(" ", 1)[0]),
    ).toEqual(
      "data widen/0 widen/1 stack/0/linear stack/0/relu stack/1/linear stack/1/relu stack/2/linear stack/2/relu head loss".split(
        " ",
      ),
    );
    expect(flat.out.split("\n").slice(11, 13)).toEqual(table!.split("\n").slice(5, 7));
    const json = await netloom("check", "deep.nn.json", "--json");
    expect((await netloom("check", "deep.nn.json", "--json", "--expand")).out).toBe(json.out);
    const { nodes } = JSON.parse(json.out.trimEnd().split("\n").at(-1)!) as { nodes: object[] };
    expect(nodes).toHaveLength(11);
  });

  it("lists the fixes for a shape mismatch with their costs, and applies one by number", async () => {
    const conflict = model({
      nodes: {
        x: { type: "Input", shape: [3, 4, 4] },
        a: { type: "Conv2d", outChannels: 4 },
        sum: { type: "Add" },
      },
      edges: ["x -> a", "x -> sum", "a -> sum"],
    });
    const path = join(folder, "conflict.nn.json");
    await writeFile(path, conflict);
    const before = await netloom("check", "conflict.nn.json");
    expect(before.code).toBe(1);
    expect(before.errors).toMatch(/\[shape-mismatch\]\n {2}fix 1: .*Conv2d.*\(\+16 parameters\)$/m);
    const [event] = (await netloom("check", "conflict.nn.json", "--json")).out.split("\n");
    const { fixes } = JSON.parse(event!) as { fixes: { title: string; parameters: number; edit: object }[] };
    expect(fixes[0]).toMatchObject({ parameters: 16, edit: { kind: "add" } });
    expect((await netloom("check", "conflict.nn.json", "--fix", "99")).code).toBe(2);
    expect(await readFile(path, "utf8")).toBe(conflict);
    const { code, out } = await netloom("check", "conflict.nn.json", "--fix", "1");
    expect(code).toBe(0);
    expect(out).toContain(`Applied: ${fixes[0]!.title}`);
    expect(await readFile(path, "utf8")).not.toBe(conflict);
  });

  it("notes what an incomplete network needs for training and exits 0", async () => {
    await writeFile(
      join(folder, "half.nn.json"),
      model({
        nodes: { x: { type: "Input", shape: [4] }, hidden: { type: "Linear", outFeatures: 3 } },
        edges: ["x -> hidden"],
      }),
    );
    const { code, out, errors } = await netloom("check", "half.nn.json");
    expect(code).toBe(0);
    expect(errors).toMatch(
      /^half\.nn\.json:3:3: note: .* \[no-dataset\]\nhalf\.nn\.json:3:3: note: .* \[no-loss\]$/m,
    );
    expect(out).toContain("15 parameters");
    const [note] = (await netloom("check", "half.nn.json", "--json")).out.split("\n");
    expect(JSON.parse(note!)).toMatchObject({ event: "problem", severity: "warning", code: "no-dataset" });
  });

  it('counts the memory of all samples if the batch size is "all"', async () => {
    const memory = async (batchSize: number | "all") => {
      await writeFile(join(folder, "moons.nn.json"), moons({ batchSize }));
      const { out } = await netloom("check", "moons.nn.json", "--json");
      return (JSON.parse(out.trimEnd().split("\n").at(-1)!) as { memory: number }).memory;
    };
    expect(await memory("all")).toBe(await memory(160));
    expect(await memory("all")).toBeGreaterThan(await memory(80));
  });

  it("warns of a model that this machine cannot train", async () => {
    await writeFile(join(folder, "huge.nn.json"), huge());
    const { code, errors } = await netloom("check", "huge.nn.json");
    expect(code).toBe(0);
    expect(errors).toMatch(
      /^huge\.nn\.json:\d+:\d+: warning: The model needs about .* MB.* \[model-too-large\]$/m,
    );
    const trained = await netloom("train", "huge.nn.json", "--device", "cpu");
    expect(trained.code).toBe(1);
    expect(trained.errors).toContain("[model-too-large]");
    const initial = await netloom("gradients", "huge.nn.json", "--init-only", "--out", "w.safetensors");
    expect(initial.errors).toContain("[model-too-large]");
  });

  it("uses the language that is set", async () => {
    environment = { LC_ALL: "ko_KR.UTF-8" };
    expect((await netloom("check", "moons.nn.json")).out).toContain("매개변수 82개");
  });

  it("exits 2 for invalid arguments", async () => {
    for (const args of [
      ["check"],
      ["check", "none.nn.json"],
      ["chek", "moons.nn.json"],
      ["check", "--loud"],
    ]) {
      const { code, errors } = await netloom(...args);
      expect(code, args.join(" ")).toBe(2);
      expect(errors).toContain("netloom train FILE");
    }
  });
});

describe("netloom train", () => {
  it("reports a diagnosis when it first appears, and again with advice at the end", async () => {
    const still = moons({ epochs: 40, optimizer: { type: "SGD", learningRate: 1e-9 } });
    await writeFile(join(folder, "still.nn.json"), still);
    const { code, errors } = await netloom("train", "still.nn.json", "--device", "cpu");
    expect(code).toBe(0);
    expect(errors.match(/^step \d+: Loss has not fallen in \d+ steps/gm)).toHaveLength(1);
    expect(errors).toMatch(/^Loss has not fallen in 400 steps.*\n {2}Try another learning rate/m);

    const { out } = await netloom("train", "still.nn.json", "--device", "cpu", "--json");
    const events = out
      .split("\n")
      .flatMap((line) => (line ? [JSON.parse(line) as Record<string, unknown>] : []));
    expect(events.filter(({ event }) => event === "diagnosis")).toEqual([
      expect.objectContaining({
        code: "not-falling",
        severity: "warning",
        step: expect.any(Number) as number,
      }),
    ]);
    expect(events.at(-1)).toMatchObject({ event: "end", diagnoses: [{ code: "not-falling" }] });

    const learning = await netloom("train", "moons.nn.json", "--device", "cpu", "--json");
    expect(learning.out).not.toContain('"diagnosis"');
  });

  it("prints one event per line with --json and nothing else on stdout", async () => {
    const { code, out } = await netloom("train", "moons.nn.json", "--device", "cpu", "--json");
    expect(code).toBe(0);
    const events = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; step?: number });
    const first = events.findIndex(({ event }) => event === "start");
    expect(events.slice(0, first).map(({ event }) => event)).toEqual(new Array(4).fill("preparing"));
    expect(events[first]).toMatchObject({ event: "start", steps: 40 });
    const steps = events.filter(({ event }) => event === "step");
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(steps[0]).toMatchObject({
      loss: expect.any(Number) as number,
      accuracy: expect.any(Number) as number,
    });
    expect(events.filter(({ event }) => event === "epoch")).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({ event: "end", status: "completed" });
  });

  it("saves checkpoints by step and resumes from one of them", async () => {
    const trained = await netloom(
      "train",
      "moons.nn.json",
      "--device",
      "cpu",
      "--json",
      "--keep-checkpoints",
      "4",
    );
    expect(trained.code).toBe(0);
    const end = JSON.parse(trained.out.trimEnd().split("\n").at(-1)!) as { run: string };
    const back = ["train", "moons.nn.json", "--device", "cpu", "--json", "--resume", end.run, "--from-step"];
    const steps = (out: string) => out.split("\n").filter((line) => line.includes('"event":"step"'));
    const again = await netloom(...back, "20");
    expect(again.code).toBe(0);
    expect(steps(again.out)).toEqual(steps(trained.out).slice(20));
    const none = await netloom(...back, "21");
    expect(none.code).toBe(1);
    expect(none.out).toContain("10, 20");
  });

  it.each([
    [["--from-step", "5"], "--resume"],
    [["--resume", "x", "--from-step", "0"], "--from-step"],
    [["--checkpoint-every", "5"], "--keep-checkpoints"],
    [["--keep-checkpoints", "0"], "--keep-checkpoints"],
    [["--keep-checkpoints", "2", "--checkpoint-every", "1.5"], "--checkpoint-every"],
  ])("refuses %j", async (options, named) => {
    const { code, errors } = await netloom("train", "moons.nn.json", ...options);
    expect(code).toBe(2);
    expect(errors).toContain(named);
  });

  // With "auto", the run is in a separate process, which a GPU driver may crash.
  describe.each(["cpu", "auto"])("on %s", (device) => {
    it("saves and exits 130 at Ctrl+C, and resumes from there", async () => {
      await writeFile(join(folder, "long.nn.json"), moons({ epochs: 100_000 }));
      const child = start("train", "long.nn.json", "--device", device, "--json");
      const events: { event: string; run: string; status?: string; step?: number }[] = [];
      for await (const line of createInterface({ input: child.stdout! })) {
        events.push(JSON.parse(line) as (typeof events)[number]);
        if (events.at(-1)!.event === "step" && !child.killed) child.kill("SIGINT");
      }
      expect(await exited(child)).toBe(130);
      const end = events.at(-1)!;
      expect(end).toMatchObject({ event: "end", status: "interrupted" });
      const resumed = await netloom(
        "train",
        "long.nn.json",
        "--device",
        device,
        "--json",
        "--resume",
        end.run,
        "--steps",
        String(end.step! + 5),
      );
      expect(resumed.code).toBe(0);
      expect(resumed.out.match(/"event":"step"/g)).toHaveLength(5);
    });

    it("saves when its stdout is closed", async () => {
      await writeFile(join(folder, "long.nn.json"), moons({ epochs: 100_000 }));
      const child = start("train", "long.nn.json", "--device", device, "--json");
      child.stdout!.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes('"step"')) child.stdout!.destroy();
      });
      let errors = "";
      child.stderr!.on("data", (chunk: Buffer) => (errors += chunk.toString()));
      expect(await exited(child), errors).toBe(130);
      expect(errors).toBe("");
      const [run] = await readdir(join(folder, ".netloom", "runs"));
      const record = await readFile(join(folder, ".netloom", "runs", run!, "run.json"), "utf8");
      expect(JSON.parse(record)).toMatchObject({ status: "interrupted" });
    });

    it("saves when stdout and stderr are closed, and when its terminal is closed", async () => {
      await writeFile(join(folder, "long.nn.json"), moons({ epochs: 100_000 }));
      const statusOf = async (run: string) =>
        (JSON.parse(await readFile(join(run, "run.json"), "utf8")) as { status: string }).status;
      const one = start("train", "long.nn.json", "--device", device, "--runs", "one");
      one.stderr!.once("data", () => {
        one.stdout!.destroy();
        one.stderr!.destroy();
      });
      expect(await exited(one)).toBe(130);
      const [run] = await readdir(join(folder, "one"));
      expect(await statusOf(join(folder, "one", run!))).toBe("interrupted");
      expect(await readdir(join(folder, "one", run!))).not.toContain("owner.json");

      const two = start("train", "long.nn.json", "--device", device, "--runs", "two", "--json");
      two.stdout!.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes('"step"')) two.kill("SIGHUP");
      });
      expect(await exited(two)).toBe(130);
      const [other] = await readdir(join(folder, "two"));
      expect(await statusOf(join(folder, "two", other!))).toBe("interrupted");
    });
  });

  it("refuses to resume a run that another process trains, and resumes one whose process was killed", async () => {
    await writeFile(join(folder, "long.nn.json"), moons({ epochs: 100_000 }));
    const child = start("train", "long.nn.json", "--device", "cpu", "--json");
    let run = "";
    for await (const line of createInterface({ input: child.stdout! })) {
      const event = JSON.parse(line) as { event: string; run: string; step?: number };
      run ||= event.run;
      if (event.event !== "checkpoint") continue;
      const { code, errors } = await netloom(
        "train",
        "long.nn.json",
        "--device",
        "cpu",
        "--resume",
        run,
        "--steps",
        "5",
      );
      expect([code, errors]).toEqual([1, expect.stringContaining(`process ${String(child.pid)}`)]);
      child.kill("SIGKILL");
      break;
    }
    await exited(child);
    const after = await netloom("train", "long.nn.json", "--device", "cpu", "--resume", run, "--steps", "5");
    expect(after.code, after.errors).toBe(0);
  });

  it("leaves complete files whenever it is killed", async () => {
    await writeFile(join(folder, "long.nn.json"), moons({ epochs: 100_000 }));
    const child = start("train", "long.nn.json", "--device", "cpu", "--json");
    let run = "";
    for await (const line of createInterface({ input: child.stdout! })) {
      const event = JSON.parse(line) as { event: string; run: string; kind?: string };
      run ||= event.run;
      if (event.event === "checkpoint" && event.kind === "best") child.kill("SIGKILL");
    }
    await exited(child);
    const checkpoint = decodeSafetensors(await readFile(join(run, "checkpoints", "last.safetensors")));
    expect(checkpoint.tensors.size).toBe(12);
    expect(JSON.parse(await readFile(join(run, "run.json"), "utf8"))).toMatchObject({ status: "running" });
    const resumed = await netloom(
      "train",
      "long.nn.json",
      "--device",
      "cpu",
      "--resume",
      run,
      "--steps",
      "60",
    );
    expect(resumed.code, resumed.errors).toBe(0);
  });

  it("names the device that is not available and exits 3", async () => {
    const { code, errors } = await netloom("train", "moons.nn.json", "--device", "gpu");
    // With a hardware GPU, this trains instead.
    if (code === 0) return;
    expect(code).toBe(3);
    expect(errors).toContain("[no-gpu]");
  });

  it("rejects data outside the workspace and exits 1", async () => {
    const text = moons(
      {},
      { data: { type: "Dataset", source: "csv", file: "../secret.csv", inputs: ["a"], target: "b" } },
    );
    await writeFile(join(folder, "outside.nn.json"), text);
    const { code, errors } = await netloom("train", "outside.nn.json", "--device", "cpu");
    expect(code).toBe(1);
    expect(errors).toContain("[data-path-outside]");
  });
});

describe("netloom gradients and export", () => {
  it("writes initial weights, and computes values and gradients for given weights and a batch", async () => {
    expect((await netloom("gradients", "moons.nn.json", "--init-only", "--out", "w.safetensors")).code).toBe(
      0,
    );
    const weights = await tensors("w.safetensors");
    expect([...weights.keys()]).toEqual(["hidden.weight", "hidden.bias", "logits.weight", "logits.bias"]);
    const batch = encodeSafetensors(
      new Map([
        ["input", { shape: [3, 2], data: Float32Array.of(0, 1, -1, 0.5, 2, 0) }],
        ["data.label", { shape: [3], data: Int32Array.of(0, 1, 1) }],
      ]),
    );
    await writeFile(join(folder, "b.safetensors"), batch);
    const options = [
      "--weights",
      "w.safetensors",
      "--batch",
      "b.safetensors",
      "--eval",
      "--out",
      "g.safetensors",
    ];
    for (const device of ["reference", "cpu"]) {
      const { code, errors } = await netloom("gradients", "moons.nn.json", "--device", device, ...options);
      expect(code, errors).toBe(0);
      const results = await tensors("g.safetensors");
      expect(results.get("loss")!.shape).toEqual([]);
      expect(results.get("value/logits.output")!.shape).toEqual([3, 2]);
      expect(results.get("grad/logits.output")!.shape).toEqual([3, 2]);
      expect(results.get("grad/hidden.weight")!.shape).toEqual([16, 2]);
    }
  });

  it("rejects a weight with another shape, and names tensors that are not weights of the model", async () => {
    const write = (tensor: [string, number[]]) =>
      writeFile(
        join(folder, "w.safetensors"),
        encodeSafetensors(new Map([[tensor[0], { shape: tensor[1], data: new Float32Array(32) }]])),
      );
    const run = () =>
      netloom(
        "gradients",
        "moons.nn.json",
        "--weights",
        "w.safetensors",
        "--device",
        "reference",
        "--out",
        "g",
      );
    await write(["hidden.weight", [2, 16]]);
    const turned = await run();
    expect(turned.code).toBe(1);
    expect(turned.errors).toContain("hidden.weight");
    await write(["hiden.weight", [16, 2]]);
    const misspelt = await run();
    expect(misspelt.code).toBe(0);
    expect(misspelt.errors).toContain('"hiden.weight"');
  });

  it("exports ONNX", async () => {
    const { code, errors } = await netloom("export", "moons.nn.json", "--to", "onnx", "--out", "m.onnx");
    expect(code, errors).toBe(0);
    expect((await readFile(join(folder, "m.onnx"))).length).toBeGreaterThan(300);
  });
});

describe("netloom predict", () => {
  beforeEach(async () => {
    const trained = await netloom(
      "train",
      "moons.nn.json",
      "--device",
      "cpu",
      "--steps",
      "40",
      "--runs",
      "runs",
    );
    expect(trained.code, trained.errors).toBe(0);
  });
  const predict = async (...args: string[]) => {
    const [run] = await readdir(join(folder, "runs"));
    return netloom("predict", "moons.nn.json", "--device", "cpu", "--weights", join("runs", run!), ...args);
  };

  it("prints classes with their probabilities, events with --json, and writes files", async () => {
    const { code, out, errors } = await predict("--input", "input=0.5,-0.2", "--input", "data.input=-1,0.3");
    expect(code, errors).toBe(0);
    expect(out).toMatch(/^[01] \d+\.\d %, [01] \d+\.\d %\n[01] \d+\.\d %, [01] \d+\.\d %\n$/);
    const json = await predict("--input", "input=0.5,-0.2", "--json");
    const event = JSON.parse(json.out) as {
      values: number[];
      classes: { index: number; probability: number }[];
    };
    expect(event).toMatchObject({ event: "prediction", output: "logits.output", sample: 0, shape: [2] });
    const { probability, index } = event.classes[0]!;
    const [a, b] = [event.values[index]!, event.values[1 - index]!];
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(b - a)), 5);
    expect((await predict("--input", "input=0.5,-0.2", "--out", "p.safetensors")).code).toBe(0);
    expect([...(await tensors("p.safetensors")).get("logits.output")!.data]).toEqual(event.values);
  });

  it("exits 1 for input that does not fit, with its place, and 2 for wrong usage", async () => {
    const short = await predict("--input", "input=0.5");
    expect(short.code).toBe(1);
    expect(short.errors).toContain("data.input is [1], but a sample has the shape 2. [input-shape]");
    expect(await predict("--input", "inputt=1,2")).toMatchObject({
      code: 1,
      errors: expect.stringContaining("[unknown-port]") as string,
    });
    expect(await predict("--prompt", "a")).toMatchObject({
      errors: expect.stringContaining("[not-a-sequence-model]") as string,
    });
    expect((await predict("--input", "nothing")).code).toBe(2);
    expect((await predict("--input", "input=1,2", "--out", "p.gif")).code).toBe(2);
    expect((await netloom("predict", "moons.nn.json")).code).toBe(2);
  });
});

describe("netloom diff", () => {
  const changed = async (change: (text: string) => string) => {
    await writeFile(
      join(folder, "other.nn.json"),
      change(await readFile(join(folder, "moons.nn.json"), "utf8")),
    );
    return netloom("diff", "moons.nn.json", "other.nn.json");
  };

  it("says what differs, and what follows from that", async () => {
    const { code, out, errors } = await changed((text) =>
      text.replace(/"outFeatures": ?16/, '"outFeatures": 32').replace(/"epochs": ?\d+/, '"epochs": 77'),
    );
    expect(code, errors).toBe(0);
    expect(out).toContain("~ hidden: outFeatures 16 → 32; 16 → 32; 48 → 96 parameters\n");
    expect(out).toContain("~ logits: 34 → 66 parameters\n");
    expect(out).toMatch(/Training:\n {2}~ epochs \d+ → 77\n/);
    expect(out).toContain("Parameters: 82 → 162\n");
    const json = await netloom("diff", "moons.nn.json", "other.nn.json", "--json");
    expect(JSON.parse(json.out)).toMatchObject({
      event: "difference",
      same: false,
      changed: { hidden: [{ path: ["outFeatures"], before: 16, after: 32 }] },
      parameters: { before: 82, after: 162 },
    });
  });

  it("tells other positions and spaces from another model", async () => {
    expect((await changed((text) => JSON.stringify(JSON.parse(text), null, 3))).out).toBe(
      "The models are the same.\n",
    );
  });

  it("exits 1 with the place where a document cannot be read, and 2 for wrong usage", async () => {
    const { code, errors } = await changed((text) => text.slice(0, 40));
    expect(code).toBe(1);
    expect(errors).toContain("other.nn.json:");
    expect((await netloom("diff", "moons.nn.json")).code).toBe(2);
  });
});

it("continues a prompt as often as asked, each time with another seed", async () => {
  await writeFile(join(folder, "text.txt"), "abcd".repeat(50));
  await writeFile(
    join(folder, "text.nn.json"),
    JSON.stringify({
      netloom: 1,
      nodes: {
        text: { type: "Dataset", source: "text", file: "text.txt", window: 8 },
        embed: { type: "Embedding", numEmbeddings: 4, embeddingDim: 4 },
        read: { type: "GRU", hiddenSize: 4 },
        scores: { type: "Linear", outFeatures: 4 },
        loss: { type: "CrossEntropyLoss", dim: -1 },
      },
      edges: [
        "text.input -> embed",
        "embed -> read",
        "read.output -> scores",
        "scores -> loss.input",
        "text.target -> loss.target",
      ],
      training: { epochs: 1, batchSize: 8, optimizer: { type: "SGD", learningRate: 0.1 } },
    }),
  );
  const options = ["--device", "cpu", "--runs", "runs"];
  expect((await netloom("train", "text.nn.json", "--steps", "1", ...options)).code).toBe(0);
  const [run] = await readdir(join(folder, "runs"));
  const continued = (...args: string[]) =>
    netloom("predict", "text.nn.json", "--weights", join("runs", run!), "--prompt", "ab", ...args);
  const { code, out, errors } = await continued("--length", "30", "--count", "3", "--seed", "5");
  expect(code, errors).toBe(0);
  const texts = out.trimEnd().split("\n\n---\n\n");
  expect(texts.map((text) => text.length)).toEqual([32, 32, 32]);
  expect(new Set(texts).size).toBe(3);
  expect((await continued("--length", "30", "--seed", "6")).out.trimEnd()).toBe(texts[1]);
  const events = (await continued("--length", "2", "--count", "2", "--json")).out.trimEnd().split("\n");
  expect(events.map((line) => (JSON.parse(line) as { sample: number }).sample)).toEqual([0, 0, 1, 1]);
});

/** Repeated layers and a repeated block. */
const deep = JSON.stringify({
  netloom: 1,
  blocks: {
    Layer: {
      inputs: ["input"],
      outputs: ["output"],
      nodes: { linear: { type: "Linear", outFeatures: 8 }, relu: { type: "ReLU" } },
      edges: ["input -> linear", "linear -> relu", "relu -> output"],
    },
  },
  nodes: {
    data: { type: "Dataset", source: "moons" },
    widen: { type: "Linear", outFeatures: 8, repeat: 2 },
    stack: { type: "Layer", repeat: 3 },
    head: { type: "Linear", outFeatures: 2 },
    loss: { type: "CrossEntropyLoss" },
  },
  edges: [
    "data.input -> widen",
    "widen -> stack",
    "stack -> head",
    "head -> loss.input",
    "data.label -> loss.target",
  ],
});

let environment: NodeJS.ProcessEnv = {};
afterEach(() => {
  environment = {};
});

function start(...args: string[]): ChildProcess {
  return startNetloom(args, { cwd: folder, env: environment });
}

function exited(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((done) => child.once("close", done));
}

const netloom = (...args: string[]) => finish(start(...args));

async function tensors(name: string) {
  return decodeSafetensors(await readFile(join(folder, name))).tensors;
}
