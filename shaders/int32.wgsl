alias Element = i32;
