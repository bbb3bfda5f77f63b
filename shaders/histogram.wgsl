// Counts a workgroup's part of x in BINS equal bins from low to high; sumParts adds the counts up.
// Constants: SIZE, BINS, WORKGROUPS.

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> low: array<f32>;
@group(0) @binding(2) var<storage, read> high: array<f32>;
@group(0) @binding(3) var<storage, read_write> y: array<f32>;

const THREADS = 64;
var<workgroup> counts: array<atomic<u32>, BINS>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let first = low[0];
  let last = high[0];
  for (var i = group.x * THREADS + thread; i < SIZE; i += WORKGROUPS * THREADS) {
    let value = x[i];
    // NaN fails both comparisons.
    if (value >= first && value <= last) {
      let fraction = select(0.0, (value - first) / (last - first), last > first);
      atomicAdd(&counts[min(u32(fraction * BINS), BINS - 1)], 1u);
    }
  }
  workgroupBarrier();
  for (var bin = thread; bin < BINS; bin += THREADS) {
    y[group.x * BINS + bin] = f32(atomicLoad(&counts[bin]));
  }
}
