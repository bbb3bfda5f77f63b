import { pick, type Random } from "../../random";

/**
 * A context-free grammar: what each symbol in braces may be replaced by. Singular and plural agree across the sentence,
 * so that a hidden ending can be told from words far away. Every letter of the alphabet occurs.
 */
const rules = {
  sentence: ["{one} {verb}s {someone}. ", "{many} {verb} {someone}. "],
  someone: ["{one}", "{many}"],
  one: ["this {noun}", "this {adjective} {noun}"],
  many: ["these {noun}s", "these {adjective} {noun}s"],
  noun: ["wizard", "judge", "queen", "bird", "king"],
  verb: ["help", "visit", "mock", "fear"],
  adjective: ["happy", "lazy", "brown", "foxy", "clever"],
} as const;

/** A random sentence, with the space after it. */
export function sentence(random: Random): string {
  const expand = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, symbol: keyof typeof rules) =>
      expand(pick<string>(rules[symbol], random)),
    );
  return expand("{sentence}");
}
