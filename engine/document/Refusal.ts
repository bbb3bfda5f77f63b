/** Why an edit cannot be applied; the message is shown to the user. */
export class Refusal extends Error {}
