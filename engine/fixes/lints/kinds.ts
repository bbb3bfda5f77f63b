import { activationLayers } from "../../layers/activation";
import { GLU } from "../../layers/activation/GLU";
import { Hardmax } from "../../layers/activation/Hardmax";
import { Hardsigmoid } from "../../layers/activation/Hardsigmoid";
import { Hardtanh } from "../../layers/activation/Hardtanh";
import { LeakyReLU } from "../../layers/activation/LeakyReLU";
import { LogSigmoid } from "../../layers/activation/LogSigmoid";
import { LogSoftmax } from "../../layers/activation/LogSoftmax";
import { PReLU } from "../../layers/activation/PReLU";
import { Sigmoid } from "../../layers/activation/Sigmoid";
import { Sign } from "../../layers/activation/Sign";
import { Softmax } from "../../layers/activation/Softmax";
import { Softmin } from "../../layers/activation/Softmin";
import { Step } from "../../layers/activation/Step";
import { Threshold } from "../../layers/activation/Threshold";
import { convolutionLayers } from "../../layers/convolution";
import { Fold } from "../../layers/convolution/Fold";
import { Unfold } from "../../layers/convolution/Unfold";
import { Bilinear } from "../../layers/core/Bilinear";
import { Identity } from "../../layers/core/Identity";
import { Linear } from "../../layers/core/Linear";
import type { Layer } from "../../layers/layer";
import { BCELoss } from "../../layers/loss/BCELoss";
import { BCEWithLogitsLoss } from "../../layers/loss/BCEWithLogitsLoss";
import { CrossEntropyLoss } from "../../layers/loss/CrossEntropyLoss";
import { CTCLoss } from "../../layers/loss/CTCLoss";
import { DiceLoss } from "../../layers/loss/DiceLoss";
import { FocalLoss } from "../../layers/loss/FocalLoss";
import { HuberLoss } from "../../layers/loss/HuberLoss";
import { KLDivLoss } from "../../layers/loss/KLDivLoss";
import { L1Loss } from "../../layers/loss/L1Loss";
import { MSELoss } from "../../layers/loss/MSELoss";
import { MultiMarginLoss } from "../../layers/loss/MultiMarginLoss";
import { NLLLoss } from "../../layers/loss/NLLLoss";
import { SigmoidFocalLoss } from "../../layers/loss/SigmoidFocalLoss";
import { SmoothL1Loss } from "../../layers/loss/SmoothL1Loss";
import { normalisationLayers } from "../../layers/normalisation";
import { BatchNorm1d } from "../../layers/normalisation/BatchNorm1d";
import { BatchNorm2d } from "../../layers/normalisation/BatchNorm2d";
import { poolingLayers } from "../../layers/pooling";
import { regularisationLayers } from "../../layers/regularisation";
import { Dropout } from "../../layers/regularisation/Dropout";
import { Dropout1d } from "../../layers/regularisation/Dropout1d";
import { Dropout2d } from "../../layers/regularisation/Dropout2d";
import { Mean } from "../../layers/structure/Mean";
import { Slice } from "../../layers/structure/Slice";
import { rearranging } from "../../graph/rearranging";

type Kind = ReadonlySet<Layer>;
const without = (layers: readonly Layer[], ...others: readonly Layer[]): Kind =>
  new Set(layers.filter((layer) => !others.includes(layer)));

/** Weighted sums, whose results can be any number. */
export const affine: Kind = new Set([...without(convolutionLayers, Fold, Unfold), Linear, Bilinear]);
/** Layers whose results can be any number. */
export const unbounded: Kind = new Set([...affine, ...normalisationLayers]);
/** Layers that subtract the mean of the batch. */
export const batchNorms: Kind = new Set([BatchNorm1d, BatchNorm2d]);
export const dropouts: Kind = new Set([Dropout, Dropout1d, Dropout2d]);

/** Activations under which scores compete. */
export const softmaxes: Kind = new Set([Softmax, LogSoftmax, Softmin]);
/** Activations whose results are probabilities. */
export const probabilities: Kind = new Set([Sigmoid, Hardsigmoid, Softmax, Softmin, Step, Hardmax]);
/** Activations whose results are log-probabilities. */
export const logProbabilities: Kind = new Set([LogSoftmax, LogSigmoid]);
/** Activations whose results are restricted to a range. */
export const restricting: Kind = without(activationLayers, GLU, LeakyReLU, PReLU);
/** Activations that are nonlinear everywhere; those that clip or threshold may well follow another one. */
export const bending: Kind = without(activationLayers, GLU, Hardmax, Hardtanh, Sign, Step, Threshold);

/** Losses that apply softmax to scores themselves. */
export const softmaxLosses: Kind = new Set([CrossEntropyLoss, FocalLoss]);
/** Losses that apply sigmoid to scores themselves. */
export const sigmoidLosses: Kind = new Set([BCEWithLogitsLoss, SigmoidFocalLoss]);
export const probabilityLosses: Kind = new Set([BCELoss, DiceLoss]);
export const logProbabilityLosses: Kind = new Set([NLLLoss, KLDivLoss, CTCLoss]);
/** Losses for one of several classes. */
export const classLosses: Kind = new Set([CrossEntropyLoss, FocalLoss, NLLLoss, MultiMarginLoss]);

/** Losses that compare numbers directly. */
export const comparingLosses: Kind = new Set([MSELoss, L1Loss, HuberLoss, SmoothL1Loss]);

/** Layers that leave the values unchanged, or drop some of them in training. */
export const sameNumbers: Kind = new Set([...rearranging, ...regularisationLayers]);
/** Layers whose results lie between the smallest and the largest of their inputs. */
export const someNumbers: Kind = new Set([...rearranging, ...poolingLayers, Mean, Slice]);
/** Layers that leave the values and their axes unchanged. */
export const sameAxes: Kind = new Set([Identity, ...regularisationLayers]);
