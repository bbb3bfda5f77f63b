// For each element of y[GROUPS, SIZE, ROW], adds up the rows of x[GROUPS, PLACES, ROW] along the chain of places built by
// scatterChain.wgsl. Constants: GROUPS, SIZE, PLACES, ROW, STRIDE.

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> links: array<u32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < GROUPS * SIZE * ROW; i += STRIDE) {
    let group = i / (SIZE * ROW);
    let chain = group * (SIZE + PLACES);
    var sum = 0.0;
    var place = links[chain + i / ROW % SIZE];
    while (place < PLACES) {
      sum += x[(group * PLACES + place) * ROW + i % ROW];
      place = links[chain + SIZE + place];
    }
    y[i] = sum;
  }
}
