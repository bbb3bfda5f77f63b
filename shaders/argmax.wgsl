// The index of the largest element along an axis of x[outer, SIZE, INNER]; the first one if several are equal.
// Constants: OUTPUTS, SIZE, INNER, STRIDE. float32.wgsl or int32.wgsl declares `Element`.

@group(0) @binding(0) var<storage, read> x: array<Element>;
@group(0) @binding(1) var<storage, read_write> y: array<i32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < OUTPUTS; i += STRIDE) {
    let start = i / INNER * (SIZE * INNER) + i % INNER;
    var best = x[start];
    var place = 0u;
    for (var k = 1u; k < SIZE; k++) {
      let value = x[start + k * INNER];
      if (value > best || (is_unordered(value) && !is_unordered(best))) {
        best = value;
        place = k;
      }
    }
    y[i] = i32(place);
  }
}
