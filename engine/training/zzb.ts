import { x } from "./zza"; import * as l from "../layers"; import * as o from "onnxruntime-node"; export const y = () => [x, l, o];
