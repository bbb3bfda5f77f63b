import { trainerSuite } from "./trainerSuite";

trainerSuite("software");
