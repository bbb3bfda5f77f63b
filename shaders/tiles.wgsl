// The tile that a workgroup makes: workgroups are counted along all axes, since there may be more tiles along one than a
// device takes workgroups. Constants: TILES_X, TILES_Y, GROUPS_X (workgroups along x).

fn tile_of(group: vec3u) -> vec3u {
  let tile = group.y * GROUPS_X + group.x;
  return vec3u(tile % TILES_X, tile / TILES_X % TILES_Y, tile / (TILES_X * TILES_Y));
}
