import { y } from "./zzb"; export const x = () => y;
