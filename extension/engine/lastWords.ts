/** What drivers and libraries say of themselves while all is well. None of it is why a process ended. */
const chatter: readonly RegExp[] = [
  // Dawn, which also calls notes warnings.
  /^Warning: /,
  /^(Info|Verbose|Debug): /,
  // ONNX Runtime below errors: "2026-01-02 03:04:05.6 [W:onnxruntime:, graph.cc:1 Method] …", perhaps coloured.
  /\[[VIW]:onnxruntime/,
  // Mesa, its Vulkan layers and loaders, and Chromium's copies of them.
  /^(MESA|libEGL|libGL|lavapipe|llvmpipe|radv|anv|NVK|dzn|tu|v3dv)\b.*?(warning|debug|info|conformant|not a|testing)/i,
  /^WARNING: \S+ is not a conformant/i,
  /^(WARNING|INFO|DEBUG): ?\[?(Loader|Layer|loader_|terminator_)/i,
  // Node.
  /^\(node:\d+\) (\[\w+\] )?\w*Warning: /,
  /^\(Use `.+ --trace-\w+ \.\.\.` to show where/,
];

const colour = /\u001b\[[\d;]*m/g;

/**
 * What a process that died said last on stderr, in one line for people: the last few lines without the stack trace,
 * without Node's own closing line, and without what drivers and libraries remark. Empty where nothing is left.
 */
export function lastWords(stderr: string): string {
  const lines = stderr
    .replace(colour, "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(
      (line) =>
        line !== "" &&
        !line.startsWith("at ") &&
        !/^Node\.js v\d/.test(line) &&
        !/^[\^~]+$/.test(line) &&
        !chatter.some((pattern) => pattern.test(line)),
    );
  // An uncaught error prints the line of code it was thrown from first; the error itself says more.
  const error = lines.findLast((line) => /^[\w$.]*(Error|Exception)\b.*:/.test(line));
  return (error ?? lines.slice(-2).join(" ")).slice(0, 400);
}
