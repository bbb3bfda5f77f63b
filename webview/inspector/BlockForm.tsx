import { t } from "@vscode/l10n";
import type { GraphEdit } from "../../engine/document/edit";
import { freeId } from "../../engine/document/newNode";
import { wrongName } from "../../engine/document/readBlocks";
import type { Block, BlockPort } from "../../engine/graph/graph";
import { idPattern } from "../../engine/graph/idPattern";
import type { Page } from "../../engine/graph/page";
import { blockParameters } from "../../engine/graph/parametersOn";
import type { Problem } from "../../engine/graph/problem";
import { showShape } from "../../engine/tensor/graphType";
import { Field } from "./Field";
import { NameField } from "./NameField";

interface Props {
  readonly page: Page;
  readonly block: Block;
  readonly problems: readonly Problem[];
  readonly onRename: (name: string) => void;
  readonly onEdit: (edit: GraphEdit) => void;
}

/** The block whose page is shown: its name, its parameters with their defaults, and its ports. */
export function BlockForm({ page, block, problems, onRename, onEdit }: Props) {
  const own = problems.filter((problem) => problem.block === block.name && problem.member === undefined);
  const { blocks } = page.typed.graph;
  const isUsed = [page.typed.graph, ...blocks.values()].some((scope) =>
    [...scope.nodes.values()].some(({ type }) => type === block.name),
  );
  return (
    <div className="form" data-category="block">
      <NameField
        name={block.name}
        label={t("Block name")}
        check={(name) => {
          if (name !== block.name && blocks.has(name)) return t('A block named "{0}" already exists.', name);
          return wrongName(name);
        }}
        onRename={onRename}
      />
      <p className="summary">{t("Changes here are made in all instances of the block.")}</p>
      {own.length > 0 && (
        <ul className="problem-list">
          {own.map(({ message, severity }) => (
            <li key={message} data-severity={severity}>
              {message}
            </li>
          ))}
        </ul>
      )}
      <Parameters block={block} onEdit={onEdit} />
      <Ports side="inputs" page={page} block={block} onEdit={onEdit} />
      <Ports side="outputs" page={page} block={block} onEdit={onEdit} />
      {!isUsed && (
        <button
          type="button"
          className="fix"
          onClick={() => onEdit({ kind: "removeBlock", block: block.name })}
        >
          {t("Remove the Block")}
        </button>
      )}
    </div>
  );
}

function Parameters({ block, onEdit }: Pick<Props, "block" | "onEdit">) {
  const set = (name: string, value: unknown) =>
    onEdit({ kind: "setParameter", block: block.name, name, value });
  return (
    <section>
      <h3>{t("Parameters and Their Defaults")}</h3>
      {Object.entries(blockParameters(block)).map(([name, parameter]) => (
        <div key={name} className="entry">
          <Field
            name={name}
            // Emptying the field leaves a parameter that must be given.
            parameter={{ ...parameter, default: undefined, optional: true }}
            value={block.parameters[name] ?? undefined}
            onChange={(value) => set(name, value ?? null)}
          />
          <Remove title={t("Remove the Parameter")} onClick={() => set(name, undefined)} />
        </div>
      ))}
      <button
        type="button"
        className="link add-entry"
        onClick={() => set(freeId(new Set(Object.keys(block.parameters)), "parameter"), 1)}
      >
        {t("Add a Parameter")}
      </button>
    </section>
  );
}

interface PortsProps extends Pick<Props, "page" | "block" | "onEdit"> {
  readonly side: "inputs" | "outputs";
}

function Ports({ side, page, block, onEdit }: PortsProps) {
  const ports = block[side];
  const taken = new Set([...page.nodes.keys(), ...page.scope.nodes.keys()]);
  const set = (list: readonly (string | BlockPort)[]) => {
    const written = list.map((port) =>
      typeof port === "string" ? port : port.optional ? { name: port.name, optional: true } : port.name,
    );
    onEdit({ kind: "setPorts", block: block.name, [side]: written });
  };
  return (
    <section>
      <h3>{side === "inputs" ? t("Inputs") : t("Outputs")}</h3>
      {ports.map((port, index) => {
        const { inputs, outputs } = page.nodes.get(port.name) ?? {};
        const type = outputs?.output ?? inputs?.input?.[0];
        return (
          <div key={port.name} className="entry">
            <NameField
              name={port.name}
              label={t("Port name")}
              check={(name) => {
                if (name !== port.name && taken.has(name))
                  return t('The name "{0}" is taken in this block.', name);
                return idPattern.test(name)
                  ? undefined
                  : t("Use only letters, digits and _, and do not begin with a digit.");
              }}
              onRename={(name) => set(ports.with(index, { ...port, name }))}
            />
            <code>{type ? showShape(type) : "–"}</code>
            <Remove title={t("Remove the Port")} onClick={() => set(ports.toSpliced(index, 1))} />
          </div>
        );
      })}
      <button
        type="button"
        className="link add-entry"
        onClick={() => set([...ports, freeId(taken, side.slice(0, -1))])}
      >
        {side === "inputs" ? t("Add an Input") : t("Add an Output")}
      </button>
    </section>
  );
}

function Remove({ title, onClick }: { readonly title: string; readonly onClick: () => void }) {
  return (
    <button type="button" className="entry-remove" title={title} aria-label={title} onClick={onClick}>
      ×
    </button>
  );
}
