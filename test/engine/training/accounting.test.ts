import { accountingSuite } from "./accountingSuite";

accountingSuite("reference");
accountingSuite("cpu");
