import "./PortRows.css";
import type { PortView } from "../model/nodeView";

interface Props {
  readonly inputs: readonly PortView[];
  readonly outputs: readonly PortView[];
}

/** The port names next to their handles, and the output shapes. */
export function PortRows({ inputs, outputs }: Props) {
  const rows = Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, row) => row);
  return (
    <div className="port-rows">
      {rows.map((row) => (
        <div className="port-row" key={row}>
          <span>{inputs[row]?.name}</span>
          <span>
            {outputs[row]?.name} <code>{outputs[row]?.shape}</code>
          </span>
        </div>
      ))}
    </div>
  );
}
