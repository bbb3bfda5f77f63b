// What the three products of a convolution share: the sizes of x[n, c, h, w] * w[o, c / groups, kh, kw] = y[n, o, oh, ow].
// Constants: SAMPLES, C, H, W, O, KH, KW, OH, OW, C_GROUP, O_GROUP (channels of a group), STRIDE_H, STRIDE_W,
// PADDING_H, PADDING_W (before), DILATION_H, DILATION_W. A batch of the product is a group of the convolution.

// A pixel of an image. Signed, because the frame of zeros begins before 0.
struct Place {
  // Of the sample and the group's first channel.
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
