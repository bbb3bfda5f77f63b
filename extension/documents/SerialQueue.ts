/** Runs jobs one after another, in the order they were added. */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve();

  /** Adds a job. If it fails, the next ones still run. */
  add<T>(job: () => Promise<T> | T): Promise<T> {
    const done = this.last.then(job);
    this.last = done.catch(() => undefined);
    return done;
  }
}
