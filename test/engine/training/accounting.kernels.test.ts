import { accountingSuite } from "./accountingSuite";

accountingSuite("software");
