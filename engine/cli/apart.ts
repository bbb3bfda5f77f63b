/**
 * Dawn and the Vulkan loader write to their process's stdout and stderr, and this cannot be turned off. So a command
 * that may open a GPU runs in a separate process, whose own stdout and stderr are discarded and which gets the real
 * ones as additional streams.
 */
export const apart = {
  /** The environment variable that marks the separate process. */
  mark: "NETLOOM_APART",
  /** The file descriptors of the real stdout and stderr. */
  stdout: 3,
  stderr: 4,
} as const;
