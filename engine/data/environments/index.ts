import { cartpole } from "./cartpole";
import { gridworld } from "./gridworld";
import { mountaincar } from "./mountaincar";

/** Every environment, in the order shown to the user. */
export const environments = [cartpole, mountaincar, gridworld] as const;
