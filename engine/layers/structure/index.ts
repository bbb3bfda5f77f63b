import type { Layer } from "../layer";
import { Add } from "./Add";
import { Concat } from "./Concat";
import { Flatten } from "./Flatten";
import { Reshape } from "./Reshape";

/** In the palette's order. */
export const structureLayers: readonly Layer[] = [Flatten, Reshape, Add, Concat];
