/** The command line itself is wrong; its message is translated. */
export class UsageError extends Error {}
