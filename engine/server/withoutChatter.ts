/** What drivers and libraries print while nothing is wrong. None of it explains why a process ended. */
const chatter: readonly RegExp[] = [
  // Dawn, which also prints notes as warnings and passes on the Vulkan loader's output.
  /^Warning: /,
  /^(Info|Verbose|Debug): /,
  // Dawn's stack traces, with paths of the machine it was built on.
  /^at .*[\\/]dawn[\\/].*:\d+\)$/,
  // ONNX Runtime, except errors: "2026-01-02 03:04:05.6 [W:onnxruntime:, graph.cc:1 Method] …", perhaps coloured.
  /\[[VIW]:onnxruntime/,
  // Mesa, its Vulkan layers and loaders, and Chromium's copies of them.
  /^(MESA|libEGL|libGL|lavapipe|llvmpipe|radv|anv|NVK|dzn|tu|v3dv)\b.*?(warning|debug|info|conformant|not a|testing)/i,
  /^error: XDG_RUNTIME_DIR /,
  /^WARNING: \S+ is not a conformant/i,
  /^(WARNING|INFO|DEBUG): ?\[?(Loader|Layer|loader_|terminator_)/i,
  // Node.
  /^\(node:\d+\) (\[\w+\] )?\w*Warning: /,
  /^\(Use `.+ --trace-\w+ \.\.\.` to show where/,
];

const colour = /\u001b\[[\d;]*m/g;

/** Removes the chatter of drivers and libraries from whole lines of stderr, with the blank lines that follow it. */
export function withoutChatter(lines: string): string {
  let dropped = false;
  return lines
    .split(/(?<=\n)/)
    .filter((line) => {
      const text = line.replace(colour, "").trim();
      dropped = text === "" ? dropped : chatter.some((pattern) => pattern.test(text));
      return !dropped;
    })
    .join("");
}
