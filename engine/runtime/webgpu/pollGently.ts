/** Milliseconds between two looks at the GPU. The ring of outputs holds enough steps to keep it busy meanwhile. */
const pause = 1;

let installed = false;

/**
 * Dawn's binding for Node looks whether the GPU has finished in an endless chain of `setImmediate`, which keeps a core
 * busy for as long as anything is under way: on two cores a software adapter lost a third of its speed to it. It takes
 * the function from the global object each time, so its callbacks, which are native functions, get a timer instead;
 * everybody else's pass through.
 */
export function pollGently(): void {
  if (installed) return;
  installed = true;
  const immediate = globalThis.setImmediate;
  const gentle = (callback: (...args: unknown[]) => void, ...args: unknown[]) =>
    isNative(callback) ? setTimeout(callback, pause, ...args) : immediate(callback, ...args);
  // `util.promisify` finds its own version as a property.
  Object.defineProperties(gentle, Object.getOwnPropertyDescriptors(immediate));
  globalThis.setImmediate = gentle as unknown as typeof setImmediate;
}

function isNative(callback: unknown): boolean {
  return (
    typeof callback === "function" && Function.prototype.toString.call(callback).includes("[native code]")
  );
}
