// WGSL has no words for these numbers, and a compiler may assume that there are none: bits cannot be argued with.

fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffff) > 0x7f800000;
}

fn nan_bits() -> u32 {
  return 0x7fc00000;
}

fn infinity_bits() -> u32 {
  return 0x7f800000;
}

fn negative_infinity_bits() -> u32 {
  return 0xff800000;
}
