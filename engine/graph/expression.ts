import { t } from "@vscode/l10n";
import { documentLimits } from "./documentLimits";

/**
 * A text in a block that is computed for each instance: `$channels`, `$channels * 2`, `$heads * ($width // 4)`. The
 * operators are Python's, with its precedence and meaning: `+ - * / // % **`, brackets, `min(…)` and `max(…)`.
 */
export interface Expression {
  readonly text: string;
  /** In postfix order, so that evaluation needs no recursion. */
  readonly steps: readonly Step[];
  /** The names after `$`, without duplicates. */
  readonly names: readonly string[];
}

type Step =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "negate" }
  | { readonly kind: "binary"; readonly operator: BinaryOperator }
  /** Takes as many values as the call has arguments. */
  | { readonly kind: "call"; readonly name: FunctionName; readonly count: number };

/** An expression cannot be parsed, or its value cannot be computed. The message says why. */
export class ExpressionError extends Error {}

const operators = {
  "+": { strength: 1, apply: (a: number, b: number) => a + b },
  "-": { strength: 1, apply: (a: number, b: number) => a - b },
  "*": { strength: 2, apply: (a: number, b: number) => a * b },
  "/": { strength: 2, apply: (a: number, b: number) => a / b },
  "//": { strength: 2, apply: (a: number, b: number) => Math.floor(a / b) },
  // The result has the sign of the divisor, as in Python.
  "%": { strength: 2, apply: (a: number, b: number) => a - b * Math.floor(a / b) },
  "**": { strength: 4, apply: (a: number, b: number) => a ** b },
} as const;
type BinaryOperator = keyof typeof operators;

const divisions: ReadonlySet<string> = new Set<BinaryOperator>(["/", "//", "%"]);

/** A sign binds tighter than `*` and weaker than `**`: -2 ** 2 is -4. */
const signStrength = 3;

const functions = { min: Math.min, max: Math.max } as const;
type FunctionName = keyof typeof functions;

/** Whether a text in a block is an expression: whether it names a parameter. */
export function isExpression(value: unknown): value is string {
  return typeof value === "string" && /\$[A-Za-z_]/.test(value);
}

const parsed = new Map<string, Expression | ExpressionError>();
/** Texts of a document repeat, but not without end. */
const mostParsed = 10_000;

/** Parses an expression. Throws an ExpressionError that says what is wrong with it. */
export function parseExpression(text: string): Expression {
  let known = parsed.get(text);
  if (!known) {
    try {
      known = new Parser(text).parse();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      known = error;
    }
    if (parsed.size >= mostParsed) parsed.clear();
    parsed.set(text, known);
  }
  if (known instanceof ExpressionError) throw known;
  return known;
}

/**
 * The value of an expression: of a parameter alone, whatever the parameter is; otherwise a number. Throws an
 * ExpressionError for an unknown name, a parameter that is not a number, a division by zero, and a result that is not
 * finite.
 */
export function evaluate({ steps, text }: Expression, values: ReadonlyMap<string, unknown>): unknown {
  const valueOf = (name: string) => {
    if (!values.has(name)) throw new ExpressionError(t('there is no parameter "{0}"', name));
    return values.get(name);
  };
  const [first] = steps;
  if (steps.length === 1 && first?.kind === "name") return valueOf(first.name);
  const stack: number[] = [];
  const pop = () => stack.pop() ?? NaN;
  for (const step of steps) {
    switch (step.kind) {
      case "number":
        stack.push(step.value);
        break;
      case "name": {
        const value = valueOf(step.name);
        if (typeof value !== "number") throw new ExpressionError(t('"{0}" is not a number', step.name));
        stack.push(value);
        break;
      }
      case "negate":
        stack.push(-pop());
        break;
      case "binary": {
        const [right, left] = [pop(), pop()];
        const dividesByZero =
          step.operator === "**" ? left === 0 && right < 0 : right === 0 && divisions.has(step.operator);
        if (dividesByZero) throw new ExpressionError(t("it divides by zero"));
        stack.push(operators[step.operator].apply(left, right));
        break;
      }
      case "call":
        stack.push(functions[step.name](...stack.splice(-step.count)));
    }
    const latest = stack.at(-1) ?? NaN;
    if (Number.isNaN(latest)) throw new ExpressionError(t('"{0}" has no value', text));
    if (!Number.isFinite(latest)) throw new ExpressionError(t("it is too large to compute"));
  }
  return pop();
}

/** The most characters of an expression. */
const longest = 1000;

const token =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|\$(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<sign>\*\*|\/\/|[-+*/%(),]))/y;

/** Precedence climbing (Richards, 1979); brackets nest no deeper than a document's own. */
class Parser {
  private readonly steps: Step[] = [];
  private readonly names = new Set<string>();
  private position = 0;
  private depth = 0;
  private next: { readonly kind: "number" | "name" | "word" | "sign" | "end"; readonly text: string };

  constructor(private readonly text: string) {
    if (text.length > longest)
      throw new ExpressionError(
        t("it has {0} characters, and at most {1} are allowed", text.length, longest),
      );
    this.next = this.read();
  }

  parse(): Expression {
    this.sum(0);
    if (this.next.kind !== "end") throw this.unexpected();
    return { text: this.text, steps: this.steps, names: [...this.names] };
  }

  /** A sequence of operators that bind more tightly than a strength. */
  private sum(above: number): void {
    if (++this.depth > documentLimits.depth)
      throw new ExpressionError(t("it is nested more than {0} levels deep", documentLimits.depth));
    this.operand();
    for (;;) {
      const operator = this.next.kind === "sign" ? this.next.text : "";
      if (!isOperator(operator)) break;
      const { strength } = operators[operator];
      if (strength <= above) break;
      this.advance();
      // ** groups to the right, and its exponent may have a sign: 2 ** -1.
      this.sum(operator === "**" ? strength - 1 : strength);
      this.steps.push({ kind: "binary", operator });
    }
    this.depth--;
  }

  private operand(): void {
    const { kind, text } = this.next;
    if (kind === "number") {
      this.advance();
      this.steps.push({ kind: "number", value: Number(text) });
    } else if (kind === "name") {
      this.advance();
      this.names.add(text);
      this.steps.push({ kind: "name", name: text });
    } else if (kind === "word") this.call(text);
    else if (text === "(") {
      this.advance();
      this.sum(0);
      this.expect(")");
    } else if (text === "-" || text === "+") {
      this.advance();
      this.sum(signStrength);
      if (text === "-") this.steps.push({ kind: "negate" });
    } else throw this.unexpected();
  }

  private call(name: string): void {
    if (!Object.hasOwn(functions, name))
      throw new ExpressionError(
        t('"{0}" is not known here; a parameter is written ${0}, and the functions are min and max', name),
      );
    this.advance();
    this.expect("(");
    let count = 0;
    do {
      if (count > 0) this.advance();
      this.sum(0);
      count++;
    } while (this.next.text === ",");
    this.expect(")");
    this.steps.push({ kind: "call", name: name as FunctionName, count });
  }

  private expect(text: string): void {
    if (this.next.text !== text) throw this.unexpected();
    this.advance();
  }

  private advance(): void {
    this.next = this.read();
  }

  private read(): Parser["next"] {
    token.lastIndex = this.position;
    const match = token.exec(this.text);
    if (!match) {
      const rest = this.text.slice(this.position).trim();
      if (rest === "") return { kind: "end", text: "" };
      throw new ExpressionError(t('"{0}" cannot be understood', rest.slice(0, 20)));
    }
    this.position = token.lastIndex;
    const { number, name, word, sign } = match.groups ?? {};
    if (number !== undefined) return { kind: "number", text: number };
    if (name !== undefined) return { kind: "name", text: name };
    if (word !== undefined) return { kind: "word", text: word };
    return { kind: "sign", text: sign ?? "" };
  }

  private unexpected(): ExpressionError {
    return this.next.kind === "end"
      ? new ExpressionError(t("it ends too early"))
      : new ExpressionError(t('"{0}" is not expected there', this.next.text));
  }
}

function isOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(operators, text);
}
