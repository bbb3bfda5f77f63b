/** An error in the command line; its message is translated. */
export class UsageError extends Error {}
