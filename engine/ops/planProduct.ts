import { launch } from "./launch";
import type { Binding, DeviceTraits, Kernel, Value } from "./operation";

/** A product y[batches, m, n] of a[batches, m, k] and b[batches, k, n], however they are stored. */
export interface Product {
  /** What the operands' shaders read, in the order of their bindings. */
  readonly reads: readonly Value[];
  readonly y: Value;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batches: number;
  /** The shaders that locate the operands' elements, and their constants. */
  readonly operands: string;
  readonly constants: Readonly<Record<string, number>>;
  /** Whether an operand's neighbouring elements in memory differ in k. */
  readonly alongK: { readonly a: boolean; readonly b: boolean };
}

interface Plan {
  readonly kernels: readonly Kernel[];
  readonly scratch?: readonly number[];
}

/** Elements that one subgroup of a software adapter computes: rows, and columns per lane. */
const subgroupTile = { rows: 16, columns: 2 };
/** The same for one invocation, if the subgroup size is unknown. */
const rowsTile = { rows: 8, columns: 2, threads: 16 };
/** Up to this many multiplications, a kernel runs faster than it compiles or launches. */
const maxSmallProduct = 65_536;
/** The sides of a workgroup's tile on a GPU and of one invocation's part of it, and the depth held in workgroup memory. */
const largeTile = { tile: 64, side: 4, depth: 16 };
const smallTile = { tile: 32, side: 2, depth: 16 };
/** Enough workgroups to keep a GPU busy: if there are fewer, tiles are made smaller, then the inner axis is split. */
const enoughWorkgroups = 256;
/** The shortest part of the inner axis worth a workgroup. */
const minInner = 64;

/** Chooses the kernels for a product: the best ones for a shape differ by adapter. */
export function planProduct(product: Product, device: DeviceTraits): Plan {
  return device.software ? planRows(product, device) : planTiles(product, device);
}

/**
 * Unrolled tiles take a software adapter long to compile. So tiles are not larger than the product, and in a small
 * product each invocation computes one element.
 */
function planRows(product: Product, device: DeviceTraits): Plan {
  const { m, n, k, batches } = product;
  const isSmall = batches * m * n * k <= maxSmallProduct;
  const lanes = device.subgroupSize;
  const isShared = lanes > 0 && k >= lanes && !isSmall;
  const tile = isShared ? subgroupTile : rowsTile;
  const width = isShared ? lanes : rowsTile.threads;
  const rows = isSmall ? 1 : Math.min(tile.rows, 2 ** Math.ceil(Math.log2(m)));
  const columns = isSmall || n <= width ? 1 : tile.columns;
  const sizes = { [isShared ? "LANES" : "THREADS"]: width, ROWS: rows, COLUMNS: columns };
  const shader = isShared ? "gemmSubgroup" : "gemmRows";
  return { kernels: [gemm(product, shader, sizes, rows, columns * width, device)] };
}

function planTiles(product: Product, device: DeviceTraits): Plan {
  const { m, n, k, batches, alongK } = product;
  const tiles = (tile: number) => Math.ceil(m / tile) * Math.ceil(n / tile) * batches;
  const { tile, side, depth } = tiles(largeTile.tile) >= enoughWorkgroups ? largeTile : smallTile;
  const splits = Math.max(1, Math.min(Math.ceil(enoughWorkgroups / tiles(tile)), Math.floor(k / minInner)));
  const constants = {
    TILE: tile,
    SIDE: side,
    DEPTH: depth,
    THREADS_SIDE: tile / side,
    A_ALONG_K: Number(alongK.a),
    B_ALONG_K: Number(alongK.b),
  };
  const kernel = gemm(product, "gemmTile", constants, tile, tile, device, splits);
  if (splits === 1) return { kernels: [kernel] };
  const size = batches * m * n;
  return {
    kernels: [
      { ...kernel, bindings: [...product.reads, { scratch: 0 }] },
      sumParts(size, splits, [{ scratch: 0 }, product.y], device),
    ],
    scratch: [size * splits],
  };
}

function gemm(
  { m, n, k, batches, operands, constants }: Product,
  body: string,
  sizes: Readonly<Record<string, number>>,
  rows: number,
  columns: number,
  { maxWorkgroups }: DeviceTraits,
  splits = 1,
): Kernel {
  const [x, y, z] = [Math.ceil(n / columns), Math.ceil(m / rows), batches * splits];
  const total = x * y * z;
  const along = Math.min(total, maxWorkgroups);
  const fits = Math.max(x, y, z) <= maxWorkgroups;
  const part = { SPLITS: splits, PART_SIZE: batches * m * n };
  const tiles = { TILES_X: x, TILES_Y: y, TILES_Z: z, TILES_FIT: Number(fits), GROUPS_X: along };
  return {
    shader: `${operands}+tiles+${body}`,
    constants: { M: m, N: n, K: k, ...constants, ...sizes, ...part, ...tiles },
    workgroups: fits ? [x, y, z] : [along, Math.ceil(total / Math.max(1, along)), 1],
  };
}

/** Adds up `parts` tensors of `size` elements, stored one after the other. */
export function sumParts(
  size: number,
  parts: number,
  bindings: readonly Binding[],
  device: DeviceTraits,
): Kernel {
  const { workgroups, constants } = launch(size, device, 4);
  return { shader: "sumParts", constants: { SIZE: size, PARTS: parts, ...constants }, workgroups, bindings };
}
