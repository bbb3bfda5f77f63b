// The windows of a pooling from x[n, c, h, w] to [n, c, oh, ow].
// Constants: PLANES (n·c), H, W, OH, OW, KH, KW, STRIDE_H, STRIDE_W, PADDING_H, PADDING_W (before), DILATION_H,
// DILATION_W, STRIDE.

// The row (or column) of the image under a tap of an output's window; may lie outside the image.
fn row_at(output: u32, tap: u32) -> i32 {
  return i32(output * STRIDE_H + tap * DILATION_H) - PADDING_H;
}

fn column_at(output: u32, tap: u32) -> i32 {
  return i32(output * STRIDE_W + tap * DILATION_W) - PADDING_W;
}

// The most windows that a row (or column) of the image can lie in.
const WINDOWS_H = (DILATION_H * (KH - 1)) / STRIDE_H + 1;
const WINDOWS_W = (DILATION_W * (KW - 1)) / STRIDE_W + 1;

// The output whose window is the nth that can cover a row (or column) of the image; -1 if it does not cover it.
fn output_at(place: u32, nth: u32, stride: i32, padding: i32, dilation: i32, taps: i32, outputs: i32) -> i32 {
  let shifted = i32(place) + padding;
  let output = shifted / stride - i32(nth);
  let distance = shifted - output * stride;
  let under = (distance <= dilation * (taps - 1)) & (distance % dilation == 0);
  return select(-1, output, (output >= 0) & (output < outputs) & under);
}
