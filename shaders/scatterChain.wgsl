// Builds linked lists: for each row of the result the first place (position in `indices`) with that row's index, and for
// each place the next one with the same index; PLACES ends a list. Each group has its rows' links, then its places'.
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
