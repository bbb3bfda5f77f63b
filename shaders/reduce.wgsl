// Sums or maxima over some axes. Kept and reduced axes are merged to at most four each, outermost first: sizes KEPT_1..3
// and REDUCED_1..3 (the outermost sizes are not needed), strides KEPT_STRIDE_* and REDUCED_STRIDE_*. An output is split
// over CHUNKS invocations, each of which takes every CHUNKS-th element; a second launch reduces the partial results.
// Constants: OUTPUTS, COUNT (elements per output), CHUNKS, TAKE_MAX, STRIDE. float32.wgsl or int32.wgsl declares `Element`.

@group(0) @binding(0) var<storage, read> x: array<Element>;
@group(0) @binding(1) var<storage, read_write> y: array<Element>;

fn start_of(output: u32) -> u32 {
  return output / (KEPT_1 * KEPT_2 * KEPT_3) * KEPT_STRIDE_0
    + output / (KEPT_2 * KEPT_3) % KEPT_1 * KEPT_STRIDE_1
    + output / KEPT_3 % KEPT_2 * KEPT_STRIDE_2
    + output % KEPT_3 * KEPT_STRIDE_3;
}

fn offset_of(i: u32) -> u32 {
  return i / (REDUCED_1 * REDUCED_2 * REDUCED_3) * REDUCED_STRIDE_0
    + i / (REDUCED_2 * REDUCED_3) % REDUCED_1 * REDUCED_STRIDE_1
    + i / REDUCED_3 % REDUCED_2 * REDUCED_STRIDE_2
    + i % REDUCED_3 * REDUCED_STRIDE_3;
}

// NaN counts as the largest, as in NumPy and PyTorch; WGSL's max may ignore it.
fn larger(a: Element, b: Element) -> Element {
  return select(a, b, b > a || is_unordered(b));
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < OUTPUTS * CHUNKS; i += STRIDE) {
    // Neighbouring invocations read neighbouring memory if the innermost axis is kept, or split.
    let chunk = i % CHUNKS;
    let start = start_of(i / CHUNKS);
    var result = x[start + offset_of(chunk)];
    for (var element = chunk + CHUNKS; element < COUNT; element += CHUNKS) {
      let value = x[start + offset_of(element)];
      if (TAKE_MAX == 1) {
        result = larger(result, value);
      } else {
        result += value;
      }
    }
    y[i] = result;
  }
}
