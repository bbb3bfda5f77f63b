// The tile that a workgroup computes. If there are more tiles along an axis than a device allows workgroups, workgroups are
// numbered across all axes, and some have no tile; otherwise their axes are the tiles' (TILES_FIT is 1), which saves the
// divisions and the branch. Constants: TILES_X, TILES_Y, TILES_Z, TILES_FIT, GROUPS_X (workgroups along x).

fn tile_of(group: vec3u) -> vec3u {
  if (TILES_FIT == 1) {
    return group;
  }
  let tile = group.y * GROUPS_X + group.x;
  return vec3u(tile % TILES_X, tile / TILES_X % TILES_Y, tile / (TILES_X * TILES_Y));
}

fn is_tile(tile: vec3u) -> bool {
  return TILES_FIT == 1 || tile.z < TILES_Z;
}
