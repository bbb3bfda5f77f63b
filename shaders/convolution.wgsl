// Shared by a convolution's three products: the sizes of x[n, c, h, w] * w[o, c / groups, kh, kw] = y[n, o, oh, ow].
// Constants: SAMPLES, C, H, W, O, KH, KW, OH, OW, C_GROUP, O_GROUP (channels per group), STRIDE_H, STRIDE_W,
// PADDING_H, PADDING_W (top and left), DILATION_H, DILATION_W. The product's batch axis is the convolution's groups.

// A pixel of an image. Its position is signed, because it may lie in the padding before 0.
struct Place {
  // Index of the sample's first element in the group's first channel.
  start: u32,
  row: i32,
  column: i32,
}

struct Tap {
  channel: u32,
  row: i32,
  column: i32,
}

fn tap_of(k: u32) -> Tap {
  return Tap(k / (KH * KW), i32(k / KW % KH), i32(k % KW));
}
