// The windows of a pooling of x[n, c, h, w] to [n, c, oh, ow].
// Constants: PLANES (n·c), H, W, OH, OW, KH, KW, STRIDE_H, STRIDE_W, PADDING_H, PADDING_W (before), DILATION_H,
// DILATION_W, ROW.

/* Counts from the first element of the window of an output; may lie outside of the image. */
fn row_at(output: u32, tap: u32) -> i32 {
  return i32(output * STRIDE_H + tap * DILATION_H) - PADDING_H;
}

fn column_at(output: u32, tap: u32) -> i32 {
  return i32(output * STRIDE_W + tap * DILATION_W) - PADDING_W;
}

// The output whose window has a row (or column) of the image under one of its taps; -1 where there is none.
fn output_at(place: u32, tap: u32, stride: i32, padding: i32, dilation: i32, outputs: i32) -> i32 {
  let distance = i32(place) + padding - i32(tap) * dilation;
  let output = distance / stride;
  return select(-1, output, distance >= 0 && output * stride == distance && output < outputs);
}
