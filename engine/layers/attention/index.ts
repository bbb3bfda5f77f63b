import type { Layer } from "../layer";
import { MultiheadAttention } from "./MultiheadAttention";
import { PositionalEncoding } from "./PositionalEncoding";
import { ScaledDotProductAttention } from "./ScaledDotProductAttention";

/** In the palette's order. */
export const attentionLayers: readonly Layer[] = [
  MultiheadAttention,
  PositionalEncoding,
  ScaledDotProductAttention,
];
