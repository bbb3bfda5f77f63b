// Uniform random numbers in [0, 1) by Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
// 2011): the same bits as engine/ops/philox.ts. Constants: SIZE, DRAW, STRIDE.

@group(0) @binding(0) var<storage, read> seed: array<u32>;
@group(0) @binding(1) var<storage, read> step: array<u32>;
@group(0) @binding(2) var<storage, read> stream: array<u32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

const MULTIPLIER_0 = 0xd2511f53u;
const MULTIPLIER_1 = 0xcd9e8d57u;
const WEYL = vec2u(0x9e3779b9u, 0xbb67ae85u);

// The upper 32 bits of a 64-bit product.
fn multiply_high(a: u32, b: u32) -> u32 {
  let a_low = a & 0xffff;
  let a_high = a >> 16;
  let b_low = b & 0xffff;
  let b_high = b >> 16;
  let middle = a_high * b_low + ((a_low * b_low) >> 16);
  let carried = a_low * b_high + (middle & 0xffff);
  return a_high * b_high + (middle >> 16) + (carried >> 16);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var block = id.x; block * 4 < SIZE; block += STRIDE) {
    var counter = vec4u(block, step[0], stream[0], 0);
    var key = vec2u(seed[0], DRAW);
    for (var round = 0; round < 10; round++) {
      counter = vec4u(
        multiply_high(MULTIPLIER_1, counter.z) ^ counter.y ^ key.x,
        MULTIPLIER_1 * counter.z,
        multiply_high(MULTIPLIER_0, counter.x) ^ counter.w ^ key.y,
        MULTIPLIER_0 * counter.x,
      );
      key += WEYL;
    }
    // 24 bits are exact in float32.
    let uniform_numbers = vec4f(counter >> vec4u(8)) / 0x1000000;
    for (var word = 0u; word < 4 && block * 4 + word < SIZE; word++) {
      y[block * 4 + word] = uniform_numbers[word];
    }
  }
}
