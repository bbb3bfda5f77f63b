import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { root } from "./setup/paths.mjs";

/** The package folders that a file inside node_modules belongs to: `node_modules/a/node_modules/@b/c`. */
const packageOf = (file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];

/**
 * The licences of everything that the bundles contain, as their authors ask.
 * @param {{ inputs: object }[]} metafiles esbuild's
 * @param {string[]} more packages that are shipped beside the bundles
 */
export function thirdPartyNotices(metafiles, more) {
  const bundled = metafiles.flatMap(({ inputs }) => Object.keys(inputs).map(packageOf));
  const folders = new Set([...bundled, ...more.map((name) => `node_modules/${name}`)].filter(Boolean));
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(root, folder, "package.json"), "utf8"),
    );
    const file = readdirSync(path.join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      file && existsSync(path.join(root, folder, file))
        ? readFileSync(path.join(root, folder, file), "utf8")
        : "";
    return `${name} ${version} (${license})\n\n${text.trim()}`;
  });
  const rule = `\n\n${"-".repeat(80)}\n\n`;
  return `Netloom contains these packages. Node.js, where it is included, has its licence beside it.${rule}${notices.join(rule)}\n`;
}
