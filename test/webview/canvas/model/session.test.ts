import { describe, expect, it } from "vitest";
import { parse } from "../../../../engine/document/parse";
import {
  drawnText,
  dropEdit,
  emptySession,
  receiveText,
  sendEdit,
} from "../../../../webview/canvas/model/session";

const add = (id: string) => ({ kind: "add", nodes: [{ id, type: "ReLU" }] }) as const;
const ids = (text: string) => [...(parse(text).graph?.nodes.keys() ?? [])];

describe("a session", () => {
  const opened = receiveText(emptySession, "", 1, 0);

  it("shows edits before the host has answered, in order", () => {
    const session = sendEdit(sendEdit(opened, add("a")), { kind: "rename", node: "a", to: "b" });
    expect(ids(drawnText(session))).toEqual(["b"]);
    expect(session.pending.map(({ number }) => number)).toEqual([1, 2]);
  });

  it("keeps edits that the host's text does not contain yet", () => {
    const sent = sendEdit(sendEdit(opened, add("a")), add("b"));
    const first = drawnText({ ...sent, pending: sent.pending.slice(0, 1) });
    const answered = receiveText(sent, first, 2, 1);
    expect(answered.pending.map(({ number }) => number)).toEqual([2]);
    expect(ids(drawnText(answered))).toEqual(["a", "b"]);
  });

  it("shows pending edits on top of other changes of the text", () => {
    const sent = sendEdit(opened, add("mine"));
    const typed = '{ "netloom": 1, "nodes": { "theirs": { "type": "Tanh" } }, "edges": [] }';
    expect(ids(drawnText(receiveText(sent, typed, 2, 0)))).toEqual(["theirs", "mine"]);
  });

  it("reverts a rejected edit and the edits that depend on it", () => {
    const sent = sendEdit(sendEdit(opened, add("a")), { kind: "param", node: "a", name: "x", value: 1 });
    expect(ids(drawnText(dropEdit(sent, 1)))).toEqual([]);
  });

  it("ignores an older text that arrives late", () => {
    const now = receiveText(opened, "new", 5, 0);
    expect(receiveText(now, "old", 4, 0).text).toBe("new");
  });
});
