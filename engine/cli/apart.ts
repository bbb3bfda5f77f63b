/**
 * Dawn and the Vulkan loader write what they like on the stdout and stderr of their process, and offer no way to stop
 * them. So a command that may open a GPU runs in a process apart, whose own stdout and stderr nobody sees, and which is
 * given the real ones besides.
 */
export const apart = {
  /** The environment variable that tells a process that it is apart. */
  mark: "NETLOOM_APART",
  /** Where it finds the real stdout and stderr. */
  stdout: 3,
  stderr: 4,
} as const;
