/** A shader's text: esbuild and Vitest load `.wgsl` files as strings. */
declare module "*.wgsl" {
  const source: string;
  export default source;
}
