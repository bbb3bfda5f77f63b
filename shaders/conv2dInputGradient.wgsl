// Operands of the gradient of a convolution's input as an implicit GEMM: rows are input channels, columns the input
// pixels of all samples; the inner axis runs over the output channels and the kernel's elements.

@group(0) @binding(0) var<storage, read> g: array<f32>;
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<f32>;


alias Row = u32;
alias Column = Place;
struct Inner {
  weight: u32,
  channel: u32,
  row: i32,
  column: i32,
}

fn row_of(group: u32, row: u32) -> Row {
  return (group * O_GROUP * C_GROUP + row) * (KH * KW);
}

fn column_of(group: u32, pixel: u32) -> Column {
  let sample = pixel / (H * W);
  return Place(
    (sample * O + group * O_GROUP) * (OH * OW),
    i32(pixel / W % H) + PADDING_H,
    i32(pixel % W) + PADDING_W,
  );
}

fn inner_of(k: u32) -> Inner {
  let tap = tap_of(k);
  return Inner(
    tap.channel * (C_GROUP * KH * KW) + k % (KH * KW),
    tap.channel * (OH * OW),
    tap.row * DILATION_H,
    tap.column * DILATION_W,
  );
}

fn load_a(row: Row, inner: Inner) -> f32 {
  return w[row + inner.weight];
}

// The output pixel whose window covers this input pixel with this element of the kernel, if there is one.
fn load_b(inner: Inner, at: Column) -> f32 {
  // Negative distances wrap to large numbers and fail the comparisons.
  let down = u32(at.row - inner.row);
  let right = u32(at.column - inner.column);
  let row = down / STRIDE_H;
  let column = right / STRIDE_W;
  // & instead of && avoids branches, where lanes that differ would run both sides.
  let inside = (row < OH) & (column < OW) & (row * STRIDE_H == down) & (column * STRIDE_W == right);
  return select(0.0, g[select(0, at.start + inner.channel + row * OW + column, inside)], inside);
}

fn place_of(group: u32, row: u32, pixel: u32) -> u32 {
  let sample = pixel / (H * W);
  return (sample * C + group * C_GROUP + row) * (H * W) + pixel % (H * W);
}
