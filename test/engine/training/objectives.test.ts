import { objectivesSuite } from "./objectivesSuite";

objectivesSuite("cpu");
objectivesSuite("reference");
