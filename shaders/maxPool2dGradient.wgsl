// Each element of the image gathers from the windows it lies in: without atomics, the order of the sum is fixed.

@group(0) @binding(0) var<storage, read> g: array<f32>;
@group(0) @binding(1) var<storage, read> places: array<i32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < PLANES * H * W; i += STRIDE) {
    let plane = i / (H * W) * (OH * OW);
    let here = i32(i % (H * W));
    var sum = 0.0;
    for (var p = 0u; p < WINDOWS_H; p++) {
      let row = output_at(i / W % H, p, STRIDE_H, PADDING_H, DILATION_H, KH, OH);
      for (var q = 0u; q < WINDOWS_W; q++) {
        let column = output_at(i % W, q, STRIDE_W, PADDING_W, DILATION_W, KW, OW);
        if ((row >= 0) & (column >= 0)) {
          let window = plane + u32(row * OW + column);
          if (places[window] == here) {
            sum += g[window];
          }
        }
      }
    }
    y[i] = sum;
  }
}
