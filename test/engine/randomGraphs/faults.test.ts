import { describe, expect, it } from "vitest";
import { drawSystem } from "./drawSystem";
import { expectFault } from "./expectFault";
import { faults } from "./faults";
import { Random } from "./Random";

describe("a document made wrong", () => {
  it.each(Object.entries(faults))("by %s has an error there and nowhere else", (_, fault) => {
    let wrong = 0;
    for (let seed = 1; wrong < 5; seed++) {
      expect(seed, "no document could be made wrong in this way").toBeLessThan(50);
      const random = new Random(seed);
      const faulty = fault(drawSystem(random), random);
      if (!faulty) continue;
      wrong++;
      expectFault(faulty, random.one([0, 2]));
    }
  });
});
