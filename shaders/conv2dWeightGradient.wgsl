// Operands of the gradient of a convolution's weight as an implicit GEMM: rows are output channels, columns the kernel's
// elements for each input channel; the inner axis runs over the output pixels of all samples.

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> g: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;


alias Row = u32;
struct Column {
  channel: u32,
  row: i32,
  column: i32,
}
struct Inner {
  gradient: u32,
  start: u32,
  row: i32,
  column: i32,
}

fn row_of(group: u32, row: u32) -> Row {
  return (group * O_GROUP + row) * (OH * OW);
}

fn column_of(group: u32, k: u32) -> Column {
  let tap = tap_of(k);
  return Column((group * C_GROUP + tap.channel) * (H * W), tap.row * DILATION_H, tap.column * DILATION_W);
}

fn inner_of(pixel: u32) -> Inner {
  let sample = pixel / (OH * OW);
  return Inner(
    sample * (O * OH * OW) + pixel % (OH * OW),
    sample * (C * H * W),
    i32(pixel / OW % OH) * STRIDE_H - PADDING_H,
    i32(pixel % OW) * STRIDE_W - PADDING_W,
  );
}

fn load_a(row: Row, inner: Inner) -> f32 {
  return g[row + inner.gradient];
}

fn load_b(inner: Inner, at: Column) -> f32 {
  let row = at.row + inner.row;
  let column = at.column + inner.column;
  // & instead of && avoids branches, where lanes that differ would run both sides. Negative positions wrap to large numbers.
  let inside = (PADDED == 0) | ((u32(row) < H) & (u32(column) < W));
  return select(0.0, x[select(0, inner.start + at.channel + u32(row * W + column), inside)], inside);
}

fn place_of(group: u32, row: u32, column: u32) -> u32 {
  return (group * O_GROUP + row) * N + column;
}
