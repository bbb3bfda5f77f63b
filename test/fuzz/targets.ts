import type { FuzzTarget } from "./FuzzTarget";
import { arrays } from "./targets/arrays";
import { checkpoints } from "./targets/checkpoints";
import { csv } from "./targets/csv";
import { documents } from "./targets/documents";
import { edits } from "./targets/edits";
import { generators } from "./targets/generators";
import { idx } from "./targets/idx";
import { messages } from "./targets/messages";
import { runFolders } from "./targets/runFolders";
import { safetensors } from "./targets/safetensors";
import { systems } from "./targets/systems";
import { text } from "./targets/text";

/** Every part of the product that processes untrusted input. */
export const targets: readonly FuzzTarget[] = [
  documents,
  systems,
  edits,
  messages,
  csv,
  text,
  idx,
  generators,
  safetensors,
  arrays,
  checkpoints,
  runFolders,
];
