/** What drivers and libraries say of themselves while all is well. None of it is why a process ended. */
const chatter: readonly RegExp[] = [
  // Dawn, which also calls notes warnings, and passes on what the Vulkan loader says.
  /^Warning: /,
  /^(Info|Verbose|Debug): /,
  // Where in Dawn's source that was, on the machine that built it.
  /^at .*[\\/]dawn[\\/].*:\d+\)$/,
  // ONNX Runtime below errors: "2026-01-02 03:04:05.6 [W:onnxruntime:, graph.cc:1 Method] …", perhaps coloured.
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

/** Whole lines of stderr without those that drivers and libraries remark, and without the blank ones below such a line. */
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
