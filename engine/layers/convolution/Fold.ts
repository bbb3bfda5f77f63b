import { t } from "@vscode/l10n";
import { showShape } from "../../tensor/graphType";
import { LayerProblem } from "../LayerProblem";
import { sizeOf } from "../../tensor/tensor";
import { expectSpatial } from "../functional/expect";
import { patchFilters, patchParams } from "../functional/patches";
import { planarWindow, windowedSizes, windowsOf } from "../functional/window";
import { defineLayer } from "../layer";
import { perAxis } from "../../parameters/parameter";

/** https://pytorch.org/docs/stable/generated/torch.nn.Fold.html */
export const Fold = defineLayer({
  type: "Fold",
  category: "convolution",
  units: "channels",
  summary: "Puts columns back as patches of an image and adds up overlaps: the reverse of Unfold.",
  keywords: ["col2im"],
  reference: {
    formula: String.raw`y_{n,c,u,v} = \sum_{\substack{i,j,p,q \\ u = i s_h + p d_h - p_h \\ v = j s_w + q d_w - p_w}} x_{n,\;(c K_h + p) K_w + q,\;i W' + j}`,
    gradient: String.raw`\frac{\partial L}{\partial x} \text{ is what Unfold makes of } \frac{\partial L}{\partial y}`,
    shapes:
      "input [N, C·∏kernelSize, L] with L = H'·W' patches, row by row; output [N, C, …outputSize], where H' = ⌊(outputSize + 2·padding − dilation·(kernelSize − 1) − 1) / stride⌋ + 1",
    sources: ["https://pytorch.org/docs/stable/generated/torch.nn.Fold.html"],
  },
  params: {
    outputSize: perAxis(2, { minimum: 1, help: "Size of the image.", unit: "px" }),
    ...patchParams,
  },
  fresh: { outputSize: 28 },
  inputs: [{ name: "input" }],
  outputs: [{ name: "output" }],
  infer: ({ params, input }) => {
    const x = input("input");
    const [rows = 0, columns = 0] = expectSpatial(x, 1);
    const elements = sizeOf(params.kernelSize);
    const places = windowedSizes(params.outputSize, windowsOf(params));
    if (rows % elements !== 0 || columns !== sizeOf(places)) {
      throw new LayerProblem(
        "shape-mismatch",
        t(
          "puts {0} patches ({1}) into the image, each of a multiple of {2} numbers, but gets {3}",
          sizeOf(places),
          places.join("×"),
          elements,
          showShape(x),
        ),
        { port: "input" },
      );
    }
    return { output: { shape: ["N", rows / elements, ...params.outputSize], dtype: "float32" } };
  },
  lower: ({ b, params, input }) => {
    const [n = 1, rows = 1] = input("input").type.shape;
    const channels = rows / sizeOf(params.kernelSize);
    const windows = windowsOf(params);
    const columns = b.reshape(input("input"), {
      shape: [n, rows, ...windowedSizes(params.outputSize, windows)],
    });
    const output = b.conv2dInputGradient(columns, patchFilters(b, channels, params), {
      ...planarWindow(windows),
      groups: channels,
      inputShape: [n, channels, ...params.outputSize],
    });
    return { output };
  },
});
