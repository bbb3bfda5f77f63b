import type { FloatArray } from "../initializers/draws";
import type { StateSlot } from "../compiler/program";
import { sizeOf } from "../tensor/tensor";
import type { FloatArrayConstructor, Session } from "../runtime/runtime";

/**
 * Writes state tensors one after the other through a single array, to avoid a second copy of a large model in memory.
 * `fill` gets the array of each, initially all 0.
 */
export async function writeState(
  session: Pick<Session, "write">,
  state: readonly StateSlot[],
  Floats: FloatArrayConstructor,
  fill: (slot: StateSlot, values: FloatArray) => void,
): Promise<void> {
  const sizes = state.map(({ value }) => sizeOf(value.type.shape));
  const all = new Floats(sizes.reduce((most, size) => Math.max(most, size), 0));
  for (const [i, slot] of state.entries()) {
    const values = all.subarray(0, sizes[i]).fill(0);
    fill(slot, values);
    await session.write({ [slot.name]: values });
  }
}
