alias Element = f32;

// Whether x is NaN, for which comparisons are always false.
fn is_unordered(x: Element) -> bool {
  return is_nan(x);
}
