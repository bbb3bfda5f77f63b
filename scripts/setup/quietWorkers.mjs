import { Writable } from "node:stream";

/** Receives the stderr of every worker. Stays open when one of them ends. */
class WorkersErrors extends Writable {
  /** @param {(text: string) => void} take */
  constructor(take) {
    super({
      write(chunk, _encoding, done) {
        take(chunk.toString());
        done();
      },
    });
  }

  end() {
    return this;
  }
}

/**
 * A Vitest plugin that keeps the output of Dawn and the Vulkan loader in test processes out of the log.
 * @returns {import("vitest/config").Plugin}
 */
export function quietWorkers() {
  return {
    name: "quiet-workers",
    async configureVitest({ vitest }) {
      // Called once per project.
      if (vitest.logger.errorStream instanceof WorkersErrors) return;
      const { errorStream } = vitest.logger;
      const { LineFilter } = await vitest.import("./engine/server/LineFilter.ts");
      const lines = new LineFilter((text) => errorStream.write(text));
      vitest.logger.errorStream = new WorkersErrors((text) => lines.take(text));
    },
  };
}
