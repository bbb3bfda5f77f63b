alias Element = i32;

fn is_unordered(x: Element) -> bool {
  return false;
}
