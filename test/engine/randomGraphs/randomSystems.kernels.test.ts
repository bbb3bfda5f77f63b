import { trainsRandomSystems } from "./compareSystems";

// Compiling takes a software adapter a while.
trainsRandomSystems("software", [13, 14, 15, 16, 17, 18]);
