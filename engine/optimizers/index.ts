import { Adadelta } from "./Adadelta";
import { Adagrad } from "./Adagrad";
import { Adam } from "./Adam";
import { Adamax } from "./Adamax";
import { AdamW } from "./AdamW";
import { Ftrl } from "./Ftrl";
import { LBFGS } from "./LBFGS";
import { Lion } from "./Lion";
import { NAdam } from "./NAdam";
import type { Optimizer } from "./optimizer";
import { RAdam } from "./RAdam";
import { RMSprop } from "./RMSprop";
import { SGD } from "./SGD";

/** Every optimizer by name, most used first. */
export const optimizers: ReadonlyMap<string, Optimizer> = new Map(
  [SGD, Adam, AdamW, RMSprop, Adagrad, Adadelta, Adamax, NAdam, RAdam, Lion, Ftrl, LBFGS].map((rule) => [
    rule.type,
    rule,
  ]),
);
