import { grammarCharacters, type GrammarParams } from "../catalog/grammar";
import { purposes, randomSequence } from "../random";
import { sentence } from "./grammar/sentence";
import { generator } from "./loader";

/** Sentences with hidden characters, as in masked language modelling (Devlin et al. 2018, arXiv:1810.04805). */
export const grammar = generator<GrammarParams>({
  draw: ({ samples, length, masked }, seed) => {
    const hidden = grammarCharacters.length;
    const codes = new Map(grammarCharacters.map((character, code) => [character, code]));
    const count = Math.max(1, Math.round(masked * length));
    const target = new Int32Array(samples * length);
    const mask = new Float32Array(samples * length);
    for (let sample = 0; sample < samples; sample++) {
      const random = randomSequence(seed, purposes.generator, sample);
      const start = sample * length;
      let text = "";
      while (text.length < length) text += sentence(random);
      for (let step = 0; step < length; step++) target[start + step] = codes.get(text.charAt(step)) ?? 0;
      // Each set of positions is equally likely (Knuth's selection sampling).
      for (let step = 0, left = count; step < length; step++)
        if (random.below(length - step) < left) {
          mask[start + step] = 1;
          left--;
        }
    }
    return [target.map((code, at) => (mask[at] === 1 ? hidden : code)), target, mask];
  },
});
