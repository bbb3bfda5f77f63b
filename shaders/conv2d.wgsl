// Operands of y = conv2d(x, w) as an implicit GEMM: rows are output channels, columns the output pixels of all samples.

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;


alias Row = u32;
alias Column = Place;
struct Inner {
  k: u32,
  channel: u32,
  row: i32,
  column: i32,
}

fn row_of(group: u32, row: u32) -> Row {
  return (group * O_GROUP + row) * K;
}

fn column_of(group: u32, pixel: u32) -> Column {
  let sample = pixel / (OH * OW);
  return Place(
    (sample * C + group * C_GROUP) * (H * W),
    i32(pixel / OW % OH) * STRIDE_H - PADDING_H,
    i32(pixel % OW) * STRIDE_W - PADDING_W,
  );
}

fn inner_of(k: u32) -> Inner {
  let tap = tap_of(k);
  return Inner(k, tap.channel * (H * W), tap.row * DILATION_H, tap.column * DILATION_W);
}

fn load_a(row: Row, inner: Inner) -> f32 {
  return w[row + inner.k];
}

fn load_b(inner: Inner, at: Column) -> f32 {
  let row = at.row + inner.row;
  let column = at.column + inner.column;
  // & instead of && avoids branches, where lanes that differ would run both sides. Negative positions wrap to large numbers.
  let inside = (PADDED == 0) | ((u32(row) < H) & (u32(column) < W));
  return select(0.0, x[select(0, at.start + inner.channel + u32(row * W + column), inside)], inside);
}

fn place_of(group: u32, row: u32, pixel: u32) -> u32 {
  let sample = pixel / (OH * OW);
  return (sample * O + group * O_GROUP + row) * (OH * OW) + pixel % (OH * OW);
}
