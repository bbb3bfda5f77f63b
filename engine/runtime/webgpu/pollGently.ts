/** Milliseconds between polls of the GPU. The output ring holds enough steps to keep it busy meanwhile. */
const pause = 1;

let installed = false;

/**
 * Dawn's binding for Node polls the GPU in an endless chain of `setImmediate`, which keeps a core busy while any work is
 * in flight: on two cores it cost a software adapter a third of its speed. The binding looks the function up on the
 * global object each time, so this replaces it with one that gives native callbacks, such as Dawn's, a timer instead. All
 * other callbacks pass through unchanged.
 */
export function pollGently(): void {
  if (installed) return;
  installed = true;
  const immediate = globalThis.setImmediate;
  const gentle = (callback: (...args: unknown[]) => void, ...args: unknown[]) =>
    isNative(callback) ? setTimeout(callback, pause, ...args) : immediate(callback, ...args);
  // `util.promisify` needs the properties.
  Object.defineProperties(gentle, Object.getOwnPropertyDescriptors(immediate));
  globalThis.setImmediate = gentle as unknown as typeof setImmediate;
}

function isNative(callback: unknown): boolean {
  return (
    typeof callback === "function" && Function.prototype.toString.call(callback).includes("[native code]")
  );
}
