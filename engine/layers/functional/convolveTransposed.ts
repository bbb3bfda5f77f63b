import type { Builder, Value } from "../../ops/operation";
import { at } from "../../tensor/tensor";
import { asImage, fromImage } from "./image";
import { planarWindow, type Window } from "./window";

/**
 * Sizes of a transposed convolution along one axis: the extent that its windows cover, and what remains after cropping.
 */
export function transposedSize(size: number, { kernel, stride, before, after, dilation }: Window) {
  const reached = (size - 1) * stride + dilation * (kernel - 1) + 1;
  return { reached, left: reached - before - after };
}

/**
 * The transposed convolution of x [n, c, …sizes] with weight [c, o / groups, …kernel] over one or two axes: each
 * element of x adds a scaled copy of the kernel, and overlaps add up. `outputPadding` extends the end of each axis. It
 * is the gradient of a convolution with respect to its input.
 */
export function convolveTransposed(
  b: Builder,
  x: Value,
  weight: Value,
  windows: readonly Window[],
  { groups, outputPadding }: { readonly groups: number; readonly outputPadding: readonly number[] },
): Value {
  const [n, channels] = [at(x.type.shape, 0), at(weight.type.shape, 1) * groups];
  const sizes = windows.map((window, axis) => transposedSize(at(x.type.shape, axis + 2), window));
  const spread = (moved: readonly Window[], lengths: readonly number[]) => {
    const image = b.conv2dInputGradient(asImage(b, x), asImage(b, weight), {
      ...planarWindow(moved),
      groups,
      inputShape: [n, channels, ...(lengths.length === 1 ? [1] : []), ...lengths],
    });
    return fromImage(b, image, lengths.length);
  };
  const wanted = sizes.map(({ left }, axis) => left + at(outputPadding, axis));
  // A convolution's windows leave less than one stride at the end of its input.
  if (windows.every(({ stride }, axis) => at(outputPadding, axis) < stride)) return spread(windows, wanted);
  const all = spread(
    windows.map((window) => ({ ...window, before: 0, after: 0 })),
    sizes.map(({ reached }) => reached),
  );
  const missing = sizes.map(({ reached }, axis) =>
    Math.max(0, at(windows, axis).before + at(wanted, axis) - reached),
  );
  const starts = windows.map(({ before }) => before);
  const ends = starts.map((start, axis) => start + at(wanted, axis) - at(missing, axis));
  const cut = b.slice(all, { starts: [0, 0, ...starts], ends: [n, channels, ...ends] });
  return b.pad(cut, { before: cut.type.shape.map(() => 0), after: [0, 0, ...missing] });
}
