import type { OnnxLowering } from "./operation";
import { sizeOf } from "../tensor/tensor";

const words32 = 0xffffffff;
const multipliers = [0xd2511f53, 0xcd9e8d57];
const weyl = [0x9e3779b9, 0xbb67ae85];

/**
 * Philox4x32-10 in uint64 arithmetic, all blocks at once: `even` holds words 0 and 2 of each block as [2, blocks],
 * `odd` words 1 and 3. The same bits as `fillPhilox`.
 */
export const onnxRandom: OnnxLowering<"random"> = (
  emit,
  { seed, step },
  { attributes: { shape, stream, draw } },
) => {
  const node = (type: string, ...inputs: string[]) => emit.node(type, inputs);
  const size = sizeOf(shape);
  const blocks = Math.ceil(size / 4);
  const unsigned = (name: string) => emit.cast(emit.cast(name, "uint32"), "uint64");
  const low = (name: string) => node("BitwiseAnd", name, emit.uint64([words32], []));
  const counters = Array.from({ length: blocks }, (_, block) => block);
  let even = emit.uint64([...counters, ...counters.map(() => stream >>> 0)], [2, blocks]);
  const firstWord = emit.uint64([1, 0], [2, 1]);
  let odd = node("Mul", node("Reshape", unsigned(step), emit.int64([1, 1])), firstWord);
  const key = node(
    "Add",
    node("Mul", node("Reshape", unsigned(seed), emit.int64([1, 1])), firstWord),
    emit.uint64([0, draw], [2, 1]),
  );
  for (let round = 0; round < 10; round++) {
    const product = node("Mul", even, emit.uint64(multipliers, [2, 1]));
    const high = emit.node("BitShift", [product, emit.uint64([32], [])], { direction: "RIGHT" });
    const bumps = emit.uint64(
      weyl.map((bump) => (BigInt(bump) * BigInt(round)) & BigInt(words32)),
      [2, 1],
    );
    const roundKey = low(node("Add", key, bumps));
    const swap = emit.int64([1, 0]);
    even = node("BitwiseXor", node("BitwiseXor", node("Gather", high, swap), odd), roundKey);
    odd = node("Gather", low(product), swap);
  }
  const words = emit.node(
    "Concat",
    [node("Unsqueeze", even, emit.int64([2])), node("Unsqueeze", odd, emit.int64([2]))],
    { axis: 2 },
  );
  const blockMajor = node(
    "Reshape",
    emit.node("Transpose", [words], { perm: [1, 0, 2] }),
    emit.int64([blocks * 4]),
  );
  const drawn =
    size === blocks * 4 ? blockMajor : node("Slice", blockMajor, emit.int64([0]), emit.int64([size]));
  const top24 = emit.node("BitShift", [drawn, emit.uint64([8], [])], { direction: "RIGHT" });
  return [
    node("Reshape", node("Mul", emit.cast(top24, "float"), emit.floats([2 ** -24])), emit.int64(shape)),
  ];
};
