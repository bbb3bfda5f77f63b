import { objectivesSuite } from "./objectivesSuite";

objectivesSuite("software");
