const marked =
  /^([ \t]*)\/\/ unroll\n[ \t]*for \(var (\w+) = 0u; \2 < (\w+); \2\+\+\) \{\n([\s\S]*?)\n\1\}[ \t]*$/m;

/**
 * Unrolls loops marked with `// unroll`, whose number of iterations is a constant. Not every driver does so, and only
 * arrays indexed with constants can stay in registers. This does not change what a shader computes.
 */
export function unroll(code: string, constants: Readonly<Record<string, number>>): string {
  let rest = code;
  for (let match = marked.exec(rest); match; match = marked.exec(rest)) {
    const [text, indent = "", variable = "", bound = "", body = ""] = match;
    const iterations = constants[bound];
    if (iterations === undefined) throw new Error(`unroll: no constant ${bound}`);
    const use = new RegExp(`\\b${variable}\\b`, "g");
    const copies = Array.from({ length: iterations }, (_, iteration) => {
      return `${indent}{\n${body.replace(use, `${String(iteration)}u`)}\n${indent}}`;
    });
    rest = rest.slice(0, match.index) + copies.join("\n") + rest.slice(match.index + text.length);
  }
  return rest;
}
