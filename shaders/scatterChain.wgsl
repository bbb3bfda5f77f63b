// For each row of the result the first place that names it, and for each place the next one that names the same row;
// PLACES where there is none. For each group the rows' links, then the places'.
// Constants: GROUPS, SIZE (rows of a group), PLACES (indices of a group), ROW, STRIDE.

@group(0) @binding(0) var<storage, read> indices: array<i32>;
@group(0) @binding(1) var<storage, read_write> links: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  for (var i = id.x; i < GROUPS * (SIZE + PLACES); i += STRIDE) {
    let start = i / (SIZE + PLACES) * PLACES;
    let link = i % (SIZE + PLACES);
    var row = i32(link);
    var next = 0u;
    if (link >= SIZE) {
      row = indices[start + link - SIZE];
      next = link - SIZE + 1;
    }
    while (next < PLACES && indices[start + min(next, PLACES - 1)] != row) {
      next++;
    }
    links[i] = next;
  }
}
