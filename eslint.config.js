import importX from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/**
 * The engine's folders in order: each imports only itself and those before it, types included. Plain TypeScript: no
 * Node, no DOM.
 */
const pureFloors = [
  "tensor",
  "parameters",
  "ops",
  "initializers",
  "clipping",
  "optimizers",
  "schedules",
  "data/environments",
  "data/catalog",
  "layers",
  "metrics",
  "probes",
  "graph",
  "document",
  "fixes",
  "run",
  "diagnosis",
  "compiler",
  "panels",
];
/** Further folders, which need Node. */
const nodeFloors = [
  "runFolder",
  "interop",
  "runtime",
  "data",
  "generation",
  "training",
  "prediction",
  "server",
  "cli",
];
export const floors = [...pureFloors, ...nodeFloors];

/**
 * What the extension and the webviews may import from the engine: the document's language, and the vocabulary of runs.
 */
const publicEngine = [
  ...pureFloors
    .filter((floor) => !["ops", "compiler", "panels"].includes(floor))
    .map((floor) => `./${floor}`),
  "./server/protocol.ts",
];

/** Packages that only one folder may import. */
const owners = {
  webgpu: "Only engine/runtime/webgpu imports webgpu.",
  "onnxruntime-node": "Only engine/runtime/onnx imports onnxruntime-node.",
  vscode: "Only extension/ imports vscode.",
  "@xyflow/react": "Only webview/canvas/ imports @xyflow/react.",
};

/** `no-restricted-imports` for a folder that may import some of these packages, and possibly no Node modules. */
function imports({ may = [], node = true }) {
  return [
    "error",
    {
      paths: Object.entries(owners)
        .filter(([name]) => !may.includes(name))
        .map(([name, message]) => ({ name, message })),
      patterns: [
        { regex: "^\\.(/index)?/?$", message: "A folder's own files do not import its index." },
        ...(node
          ? []
          : [{ regex: "^node:|^(fs|path|os|url|child_process|worker_threads)$", message: "No Node here." }]),
      ],
    },
  ];
}

/** Files in `target` may import from `from` only what `except` lists (relative to `from`). */
const zone = (target, from, except, message) => ({ target, from, except, message });

export const floorZones = floors.map((floor, index) =>
  zone(
    `./engine/${floor}`,
    "./engine",
    floors.slice(0, index + 1).map((other) => `./${other}`),
    `engine/${floor} imports only the floors before it.`,
  ),
);

export default tseslint.config(
  { ignores: ["**/node_modules/", "dist/", "out/", "coverage/", ".netloom/", "test/fixtures/", "media/"] },
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver({ project: "tsconfig.json" })] },
  },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      // Numbers in messages are unambiguous.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `void promise` in an event handler shows that nobody awaits it.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/consistent-type-definitions": "off",
      // The table of operations is filled by declaration merging.
      "@typescript-eslint/no-generated-empty-object-type": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // `typeof import("…")` is the type of a module that is loaded lazily.
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      // Neither form is used here.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/prefer-for-of": "off",
      "no-restricted-imports": imports({}),
      "import-x/no-self-import": "error",
      "import-x/no-restricted-paths": [
        "error",
        {
          basePath: import.meta.dirname,
          zones: [
            ...floorZones,
            zone(
              "./engine/layers/functional",
              "./engine/layers",
              [
                "./functional",
                ...["LayerProblem", "domain", "initializer", "layer", "range"].map((file) => `./${file}.ts`),
              ],
              "What computes values does not know which layers use it.",
            ),
            zone(
              "./extension",
              "./engine",
              [...publicEngine, "./runFolder", "./server/lastWords.ts", "./server/LineFilter.ts"],
              "The extension knows only the engine's language and protocol.",
            ),
            zone(
              "./webview",
              "./engine",
              publicEngine,
              "A webview knows only the engine's language and protocol.",
            ),
            zone(
              "./extension",
              "./webview",
              ["./messages"],
              "The extension knows a webview's messages only.",
            ),
            zone("./engine", "./extension", [], "The engine does not know that VS Code exists."),
            zone("./engine", "./webview", [], "The engine does not know that VS Code exists."),
            zone("./webview", "./extension", [], "A webview runs in a browser."),
            zone(
              "./webview/canvas/model",
              "./webview/canvas",
              ["./model"],
              "What a node looks like does not depend on where it stands.",
            ),
            zone(
              "./webview/canvas/layout",
              "./webview/canvas",
              ["./layout", "./model"],
              "A layout is computed from views, without the canvas's state.",
            ),
            zone(["./engine", "./extension", "./webview"], "./test", [], "Tests are not shipped."),
          ],
        },
      ],
    },
  },
  { files: ["extension/**"], rules: { "no-restricted-imports": imports({ may: ["vscode"] }) } },
  { files: ["engine/runtime/webgpu/**"], rules: { "no-restricted-imports": imports({ may: ["webgpu"] }) } },
  {
    files: ["engine/runtime/onnx/**"],
    rules: { "no-restricted-imports": imports({ may: ["onnxruntime-node"] }) },
  },
  {
    files: ["webview/**"],
    extends: [reactHooks.configs.flat.recommended],
    rules: { "no-restricted-imports": imports({ node: false }) },
  },
  {
    files: ["webview/canvas/**"],
    rules: { "no-restricted-imports": imports({ may: ["@xyflow/react"], node: false }) },
  },
  {
    files: pureFloors.map((floor) => `engine/${floor}/**/*.ts`),
    rules: {
      "no-restricted-imports": imports({ node: false }),
      "no-restricted-globals": [
        "error",
        ...["process", "Buffer", "__dirname", "require", "setImmediate", "global"],
        ...["window", "document", "navigator", "location", "localStorage", "fetch"],
      ],
    },
  },
  {
    files: ["test/**", "bench/**"],
    rules: {
      "no-restricted-imports": ["off"],
      // Tests may assert what they know.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unnecessary-condition": "off",
    },
  },
  {
    files: ["test/host/**"],
    // Mocha's `this` and `it` come from the extension host.
    rules: { "@typescript-eslint/unbound-method": "off" },
  },
  {
    files: ["**/*.{js,mjs}"],
    extends: [tseslint.configs.base],
    rules: {
      eqeqeq: "error",
      "prefer-const": "error",
      "no-var": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", caughtErrors: "none", ignoreRestSiblings: true },
      ],
      "import-x/no-unresolved": ["error", { ignore: ["^vscode$"] }],
    },
  },
);
