import type { Layer } from "../layer";
import { BCELoss } from "./BCELoss";
import { BCEWithLogitsLoss } from "./BCEWithLogitsLoss";
import { CosineEmbeddingLoss } from "./CosineEmbeddingLoss";
import { CrossEntropyLoss } from "./CrossEntropyLoss";
import { CTCLoss } from "./CTCLoss";
import { DiceLoss } from "./DiceLoss";
import { FocalLoss } from "./FocalLoss";
import { GaussianNLLLoss } from "./GaussianNLLLoss";
import { HingeEmbeddingLoss } from "./HingeEmbeddingLoss";
import { HingeLoss } from "./HingeLoss";
import { HuberLoss } from "./HuberLoss";
import { InfoNCELoss } from "./InfoNCELoss";
import { KLDivLoss } from "./KLDivLoss";
import { L1Loss } from "./L1Loss";
import { MarginRankingLoss } from "./MarginRankingLoss";
import { MSELoss } from "./MSELoss";
import { MultiMarginLoss } from "./MultiMarginLoss";
import { NLLLoss } from "./NLLLoss";
import { PoissonNLLLoss } from "./PoissonNLLLoss";
import { SigmoidFocalLoss } from "./SigmoidFocalLoss";
import { SmoothL1Loss } from "./SmoothL1Loss";
import { TripletMarginLoss } from "./TripletMarginLoss";
import { WassersteinLoss } from "./WassersteinLoss";

/** In the palette's order. */
export const lossLayers: readonly Layer[] = [
  MSELoss,
  CrossEntropyLoss,
  BCEWithLogitsLoss,
  L1Loss,
  HuberLoss,
  SmoothL1Loss,
  NLLLoss,
  BCELoss,
  KLDivLoss,
  FocalLoss,
  SigmoidFocalLoss,
  DiceLoss,
  HingeLoss,
  MultiMarginLoss,
  GaussianNLLLoss,
  PoissonNLLLoss,
  InfoNCELoss,
  TripletMarginLoss,
  CosineEmbeddingLoss,
  HingeEmbeddingLoss,
  MarginRankingLoss,
  WassersteinLoss,
  CTCLoss,
];
