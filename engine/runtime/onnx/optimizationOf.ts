import type * as Ort from "onnxruntime-node";
import type { OnnxGraph } from "../../interop/onnx/model";

/** The most nodes to optimize without convolutions: Netloom's own passes have done what matters for small operations. */
const most = 3000;
/** With so many nodes, only what convolutions need is worth the time. */
const large = 1000;
/** With so many, so are only those that make a step faster. */
const veryLarge = 5000;

/**
 * ONNX Runtime's optimizers that find nothing in our graphs: those of quantized and half-precision models, and of
 * attention and embeddings as other tools export them. Each looks at every node, twice.
 */
const needless = [
  "DoubleQDQPairsRemover",
  "QDQPropagationTransformer",
  "WeightBiasQuantization",
  "EnsureUniqueDQForNodeUnit",
  "WhereDummyDq",
  "QDQSelectorActionTransformer",
  "QDQS8ToU8Transformer",
  "QDQFinalCleanupTransformer",
  "MatMulIntegerToFloatFusion",
  "DynamicQuantizeMatMulFusion",
  "MatMulNBitsFusion",
  "NhwcTransformer",
  "AttentionFusion",
  "EmbedLayerNormFusion",
  "GroupQueryAttentionFusion",
  "GroupQueryAttentionPreNormFusion",
  "SkipLayerNormFusion",
  "BiasSkipLayerNormFusion",
  "FreeDimensionOverrideTransformer",
  "SliceConcatToSpaceToDepthFusion",
  "BiasDropoutFusion",
];

/** Further ones that find nothing in a training step, whose backward pass needs what they would fuse away. */
const forInference = [
  "GatherToSliceFusion",
  "GatherSliceToSplitFusion",
  "ReshapeFusion",
  "GeluFusionL1",
  "GeluFusionL2",
  "FastGeluFusion",
  "QuickGeluFusion",
  "BiasGeluFusion",
  "LayerNormFusionL1",
  "LayerNormFusionL2",
  "SimplifiedLayerNormFusion",
  "BiasSoftmaxFusion",
  "ConvActivationFusion",
  "ConvAddActivationFusion",
  "GemmActivationFusion",
  "MatMulActivationFusion",
  "MatMulScaleFusion",
  "MatMulAddFusion",
  "CommonSubexpressionElimination",
  "ConstantSharing",
];

/**
 * Ones that change little after our own passes, and take a second and a half for DenseNet-121 with its 11,000 nodes. What
 * makes its steps faster are NchwcTransformer and MatmulTransposeFusion.
 */
const withLittleGain = [
  "Level1_RuleBasedTransformer",
  "Level2_RuleBasedTransformer",
  "ConstantFolding",
  "TransposeOptimizer",
  "TransposeOptimizer_CPUExecutionProvider",
  "FuseFp16InitializerToFp32NodeTransformer",
];

/**
 * How ONNX Runtime is to optimize a graph. Its optimizers take most of the time in which a large one is loaded.
 * Convolutions need those that change the layout of images, whatever their number of nodes.
 */
export function optimizationOf({
  nodes,
}: Pick<OnnxGraph, "nodes">): Pick<Ort.InferenceSession.SessionOptions, "graphOptimizationLevel" | "extra"> {
  const hasImages = nodes.some(({ type }) => type === "Conv");
  if (nodes.length > most && !hasImages) return { graphOptimizationLevel: "disabled" };
  const disabled = [
    ...needless,
    ...(hasImages && nodes.length > large ? forInference : []),
    ...(hasImages && nodes.length > veryLarge ? withLittleGain : []),
  ];
  return {
    graphOptimizationLevel: "all",
    extra: { optimization: { disable_specified_optimizers: disabled.join(";") } },
  };
}
