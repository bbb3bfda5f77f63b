// The tile that a workgroup computes. Workgroups are numbered across all axes, since there may be more tiles along one
// axis than a device allows workgroups. Constants: TILES_X, TILES_Y, GROUPS_X (workgroups along x).

fn tile_of(group: vec3u) -> vec3u {
  let tile = group.y * GROUPS_X + group.x;
  return vec3u(tile % TILES_X, tile / TILES_X % TILES_Y, tile / (TILES_X * TILES_Y));
}
