/** Why an edit cannot be applied, for people. */
export class Refusal extends Error {}
