import type { Layer } from "../layer";
import { Abs } from "./Abs";
import { Add } from "./Add";
import { ArgMax } from "./ArgMax";
import { Cast } from "./Cast";
import { Clamp } from "./Clamp";
import { Concat } from "./Concat";
import { Constant } from "./Constant";
import { Divide } from "./Divide";
import { Exp } from "./Exp";
import { Expand } from "./Expand";
import { Flatten } from "./Flatten";
import { Gather } from "./Gather";
import { Log } from "./Log";
import { MatMul } from "./MatMul";
import { Max } from "./Max";
import { Maximum } from "./Maximum";
import { Mean } from "./Mean";
import { Minimum } from "./Minimum";
import { Multiply } from "./Multiply";
import { Noise } from "./Noise";
import { OneHot } from "./OneHot";
import { Pad } from "./Pad";
import { Parameter } from "./Parameter";
import { Permute } from "./Permute";
import { Power } from "./Power";
import { Reshape } from "./Reshape";
import { Slice } from "./Slice";
import { Split } from "./Split";
import { Sqrt } from "./Sqrt";
import { Square } from "./Square";
import { Squeeze } from "./Squeeze";
import { Stack } from "./Stack";
import { StopGradient } from "./StopGradient";
import { Subtract } from "./Subtract";
import { Sum } from "./Sum";
import { Transpose } from "./Transpose";
import { Unflatten } from "./Unflatten";
import { Unsqueeze } from "./Unsqueeze";
import { Where } from "./Where";

/** In the palette's order. */
export const structureLayers: readonly Layer[] = [
  Flatten,
  Unflatten,
  Reshape,
  Add,
  Subtract,
  Multiply,
  Divide,
  Square,
  Sqrt,
  Power,
  Exp,
  Log,
  Abs,
  Clamp,
  MatMul,
  Concat,
  Stack,
  Split,
  Slice,
  Gather,
  Pad,
  Mean,
  Sum,
  Max,
  ArgMax,
  Maximum,
  Minimum,
  Where,
  Permute,
  Transpose,
  Squeeze,
  Unsqueeze,
  Expand,
  OneHot,
  Cast,
  Constant,
  Parameter,
  Noise,
  StopGradient,
];
