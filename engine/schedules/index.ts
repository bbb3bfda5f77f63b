import { ConstantLR } from "./ConstantLR";
import { CosineAnnealingLR } from "./CosineAnnealingLR";
import { CosineAnnealingWarmRestarts } from "./CosineAnnealingWarmRestarts";
import { CyclicLR } from "./CyclicLR";
import { ExponentialLR } from "./ExponentialLR";
import { LinearLR } from "./LinearLR";
import { MultiStepLR } from "./MultiStepLR";
import { OneCycleLR } from "./OneCycleLR";
import { PolynomialLR } from "./PolynomialLR";
import { ReduceLROnPlateau } from "./ReduceLROnPlateau";
import type { Schedule } from "./schedule";
import { StepLR } from "./StepLR";

/** Every learning rate schedule by PyTorch's name, most used first. */
export const schedules: ReadonlyMap<string, Schedule> = new Map(
  [
    CosineAnnealingLR,
    StepLR,
    MultiStepLR,
    ExponentialLR,
    LinearLR,
    PolynomialLR,
    ConstantLR,
    OneCycleLR,
    CosineAnnealingWarmRestarts,
    CyclicLR,
    ReduceLROnPlateau,
  ].map((schedule) => [schedule.type, schedule]),
);
