import { histogram } from "./histogram";

export const weightHistogram = histogram("weightHistogram", "weight", { label: "weight" });
