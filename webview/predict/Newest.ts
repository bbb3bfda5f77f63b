/**
 * Asks one question at a time. While one is being answered, only the newest of the others waits: those before it are
 * never asked, so that a slow model follows a fast hand.
 */
export class Newest<Q> {
  private last = 0;
  /** The number of the question that is being answered. */
  private asked: number | undefined;
  private waiting: Q | undefined;

  constructor(private readonly send: (number: number, question: Q) => void) {}

  ask(question: Q): void {
    if (this.asked === undefined) this.sendNow(question);
    else this.waiting = question;
  }

  /** Call with the number of an answer; returns whether it answers the question that was asked. */
  answered(number: number | undefined): boolean {
    if (this.asked === undefined || number !== this.asked) return false;
    this.asked = undefined;
    const next = this.waiting;
    this.waiting = undefined;
    if (next !== undefined) this.sendNow(next);
    return true;
  }

  /** Forgets all questions; answers to them are ignored. */
  forget(): void {
    this.asked = undefined;
    this.waiting = undefined;
  }

  private sendNow(question: Q): void {
    this.asked = ++this.last;
    this.send(this.last, question);
  }
}
