/** Runs jobs one after another, in the order in which they came. */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve();

  /** A job that fails does not keep the next from running. */
  add<T>(job: () => Promise<T> | T): Promise<T> {
    const done = this.last.then(job);
    this.last = done.catch(() => undefined);
    return done;
  }
}
