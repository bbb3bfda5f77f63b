/** Sets `navigator.gpu` to Dawn's adapter, before a library that looks for it there is imported. */
export async function provideNavigator(webgpuPackage) {
  const { create, globals } = await import(webgpuPackage);
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // Node 21 and newer define a navigator.
  Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node" }, configurable: true });
  return gpu;
}
