import { expect, it } from "vitest";
import { Newest } from "../../../webview/predict/Newest";

function asked() {
  const sent: (readonly [number, string])[] = [];
  return { sent, newest: new Newest<string>((number, question) => sent.push([number, question])) };
}

it("asks one question at a time, and of those that wait only the newest", () => {
  const { sent, newest } = asked();
  for (const question of ["a", "b", "c"]) newest.ask(question);
  expect(sent).toEqual([[1, "a"]]);
  expect(newest.answered(1)).toBe(true);
  expect(sent).toEqual([
    [1, "a"],
    [2, "c"],
  ]);
  expect(newest.answered(2)).toBe(true);
  newest.ask("d");
  expect(sent.at(-1)).toEqual([3, "d"]);
});

it("ignores answers to what it has forgotten", () => {
  const { sent, newest } = asked();
  newest.ask("a");
  newest.ask("b");
  newest.forget();
  expect(newest.answered(1)).toBe(false);
  newest.ask("c");
  expect(newest.answered(1)).toBe(false);
  expect(sent).toEqual([
    [1, "a"],
    [2, "c"],
  ]);
});
