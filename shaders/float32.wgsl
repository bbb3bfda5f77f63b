alias Element = f32;

// NaN, which no comparison finds.
fn is_unordered(x: Element) -> bool {
  return is_nan(x);
}
