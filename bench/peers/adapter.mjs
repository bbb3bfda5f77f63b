/** Dawn's adapter as `navigator.gpu`, before a library is imported that looks for it there. */
export async function provideNavigator(webgpuPackage) {
  const { create, globals } = await import(webgpuPackage);
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // Node 21 and newer have a navigator of their own.
  Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node" }, configurable: true });
  return gpu;
}
