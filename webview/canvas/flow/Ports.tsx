import type { NodeView } from "../model/nodeView";
import { PortHandle } from "./PortHandle";

/** The handles of a node. */
export function Ports({ view }: { readonly view: NodeView }) {
  return (
    <>
      {view.inputs.map(({ name }, index) => (
        <PortHandle key={name} view={view} side="input" index={index} />
      ))}
      {view.outputs.map(({ name }, index) => (
        <PortHandle key={name} view={view} side="output" index={index} />
      ))}
    </>
  );
}
