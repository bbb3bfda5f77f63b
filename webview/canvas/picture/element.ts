/** Attributes by name, in the order in which they are written; those that are undefined are not. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An SVG element. `content` is what is inside: elements, and texts that were `escaped`. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? rounded(value) : escaped(value ?? "")}"`)
    .join("");
  const inside = content.join("");
  return inside === "" ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`;
}

/** A text as XML, also for an attribute: what XML cannot contain even escaped is replaced. */
export function escaped(text: string): string {
  return text
    .replace(unwritable, "\ufffd")
    .replace(/[&<>"\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Control characters, halves of surrogate pairs, and code points that are not characters. */
const unwritable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** With at most two digits after the point. */
function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
