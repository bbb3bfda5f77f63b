// WGSL has no literals for NaN and infinity, and a compiler may assume they do not occur, so these work on bits.

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

// WGSL does not define the logarithm where it is not finite, and drivers differ.
fn log_everywhere(x: f32) -> f32 {
  let above = select(log(x), x, x == bitcast<f32>(infinity_bits()));
  let from_zero = select(above, bitcast<f32>(negative_infinity_bits()), x == 0.0);
  return select(from_zero, bitcast<f32>(nan_bits()), (x < 0.0) | is_nan(x));
}
