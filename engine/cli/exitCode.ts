/** The process's exit codes, which scripts rely on. */
export const exitCode = { done: 0, problems: 1, usage: 2, failed: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
