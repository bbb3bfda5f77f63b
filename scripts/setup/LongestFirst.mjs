import { BaseSequencer } from "vitest/node";

/** What the paths of the longest ones have in common. */
const longest = "/test/examples/training";

/**
 * Starts the longest test files first, so that at the end no core waits for another one. Vitest itself knows which they
 * are only after a first run; before that, it starts with the largest files, and these are among the smallest.
 */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }) => moduleId.includes(longest);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
