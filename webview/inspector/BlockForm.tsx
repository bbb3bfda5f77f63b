import { t } from "@vscode/l10n";
import type { Page } from "../../engine/graph/page";
import type { Problem } from "../../engine/graph/problem";
import { showShape } from "../../engine/tensor/graphType";
import { fieldText } from "./fieldText";

interface Props {
  readonly page: Page;
  readonly problems: readonly Problem[];
}

/** The block whose page is shown: its parameters with their defaults, and its ports. */
export function BlockForm({ page, problems }: Props) {
  const { block } = page;
  if (!block) return null;
  const own = problems.filter((problem) => problem.block === block.name && problem.member === undefined);
  const parameters = Object.entries(block.parameters);
  return (
    <div className="form" data-category="block">
      <h2>{block.name}</h2>
      {own.length > 0 && (
        <ul className="problem-list">
          {own.map(({ message, severity }) => (
            <li key={message} data-severity={severity}>
              {message}
            </li>
          ))}
        </ul>
      )}
      {parameters.length > 0 && (
        <section>
          <h3>{t("Parameters and Their Defaults")}</h3>
          {parameters.map(([name, preset]) => (
            <div key={name} className="port-line">
              <span>{name}</span>
              <code>{preset === null ? t("must be given") : fieldText({ kind: "value" }, preset)}</code>
            </div>
          ))}
        </section>
      )}
      <Ports title={t("Inputs")} page={page} ports={block.inputs.map(({ name }) => name)} />
      <Ports title={t("Outputs")} page={page} ports={block.outputs.map(({ name }) => name)} />
    </div>
  );
}

interface PortsProps {
  readonly title: string;
  readonly page: Page;
  readonly ports: readonly string[];
}

function Ports({ title, page, ports }: PortsProps) {
  if (ports.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      {ports.map((name) => {
        const { inputs, outputs } = page.nodes.get(name) ?? {};
        const type = outputs?.output ?? inputs?.input?.[0];
        return (
          <div key={name} className="port-line">
            <span>{name}</span>
            <code>{type ? showShape(type) : "–"}</code>
          </div>
        );
      })}
    </section>
  );
}
