import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { root } from "./setup/paths.mjs";

/** The package folder that a file inside node_modules belongs to: `node_modules/a/node_modules/@b/c`. */
const packageOf = (file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];

/** Licence texts in scripts/notices for packages that ship none. */
const noticeFiles = {
  "@bufbuild/protobuf": ["protobuf.txt", "apache-2.0.txt"],
  "@vscode/l10n": ["vscode-l10n.txt"],
  "onnxruntime-common": ["onnxruntime.txt"],
  "onnxruntime-node": ["onnxruntime.txt"],
};

/** Code linked into packages' native libraries, with licence texts in scripts/notices. */
const linked = {
  "onnxruntime-node": [{ title: "What ONNX Runtime's library contains", files: ["onnxruntime-native.txt"] }],
  webgpu: [
    {
      title: "Abseil and SPIRV-Tools, which Dawn's library contains (Apache-2.0)",
      files: ["apache-2.0.txt"],
    },
  ],
};

const rule = `\n\n${"-".repeat(80)}\n\n`;
/** No licence text is shorter than this. */
const minLength = 200;

/**
 * The licences of everything in the bundles, as they require. Throws if one is missing or empty.
 * @param {{ inputs: object }[]} metafiles esbuild's
 * @param {string[]} unbundled packages that ship unbundled
 */
export function thirdPartyNotices(metafiles, unbundled) {
  const bundled = metafiles.flatMap(({ inputs }) => Object.keys(inputs).map(packageOf));
  const folders = new Set([...bundled, ...unbundled.map((name) => `node_modules/${name}`)].filter(Boolean));
  const notices = [...folders].sort().flatMap((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(root, folder, "package.json"), "utf8"),
    );
    return [
      notice(
        `${name} ${version} (${license})`,
        ownText(path.join(root, folder)) || textOf(noticeFiles[name] ?? []),
      ),
      ...(linked[name] ?? []).map(({ title, files }) => notice(title, textOf(files))),
    ];
  });
  return `Netloom contains these packages. Node.js, where it is included, has its licence beside it.${rule}${notices.join(rule)}\n`;
}

/**
 * One entry. Throws if its text is not a licence.
 * @param {string} title
 * @param {string} text
 */
export function notice(title, text) {
  if (text.trim().length < minLength)
    throw new Error(
      `There is no licence text for ${title}. Add the licensor's to scripts/notices, and name it in scripts/notices.mjs.`,
    );
  return `${title}\n\n${text.trim()}`;
}

function ownText(folder) {
  const files = readdirSync(folder).filter((entry) => /^(licen[cs]e|notice)/i.test(entry));
  return files.map((file) => readFileSync(path.join(folder, file), "utf8").trim()).join("\n\n");
}

function textOf(files) {
  return files
    .map((file) => readFileSync(path.join(root, "scripts/notices", file), "utf8").trim())
    .join("\n\n");
}
