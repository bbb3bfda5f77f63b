import { constant } from "./constant";
import { dirac } from "./dirac";
import { eye } from "./eye";
import { kaimingNormal } from "./kaimingNormal";
import { kaimingUniform } from "./kaimingUniform";
import { lecunNormal } from "./lecunNormal";
import { lecunUniform } from "./lecunUniform";
import { normal } from "./normal";
import { ones } from "./ones";
import { orthogonal } from "./orthogonal";
import type { InitializerRule } from "./rule";
import { sparse } from "./sparse";
import { truncatedNormal } from "./truncatedNormal";
import { uniform } from "./uniform";
import { xavierNormal } from "./xavierNormal";
import { xavierUniform } from "./xavierUniform";
import { zeros } from "./zeros";

/** Every initialiser by name, most used first. */
export const initializers: ReadonlyMap<string, InitializerRule> = new Map(
  [
    xavierUniform,
    xavierNormal,
    kaimingUniform,
    kaimingNormal,
    lecunUniform,
    lecunNormal,
    uniform,
    normal,
    truncatedNormal,
    constant,
    zeros,
    ones,
    orthogonal,
    eye,
    dirac,
    sparse,
  ].map((rule) => [rule.type, rule]),
);
