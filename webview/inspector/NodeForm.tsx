import { t } from "@vscode/l10n";
import { useId, useState, type ReactNode } from "react";
import { idPattern } from "../../engine/graph/idPattern";
import { paramsOf } from "../../engine/graph/paramsOf";
import type { GraphNode } from "../../engine/graph/graph";
import { showShape } from "../../engine/tensor/graphType";
import type { Problem } from "../../engine/graph/problem";
import type { TypedNode } from "../../engine/graph/typedGraph";
import { layers } from "../../engine/layers";
import { weightParams, weightSettings } from "../../engine/layers/weightParams";
import { formatCount } from "../../engine/run/format";
import { SelectField } from "../ui/SelectField";
import { Field } from "./Field";
import { NameField } from "./NameField";

interface Props {
  readonly node: GraphNode;
  /** Undefined if the type is unknown. */
  readonly typed: TypedNode | undefined;
  readonly taken: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  /** Shown below the problems. */
  readonly fixes?: ReactNode;
  readonly onRename: (name: string) => void;
  readonly onParam: (name: string, value: unknown) => void;
  readonly onSelect: (node: string) => void;
}

/** A node's form: its type, parameters, inputs, outputs and weights. */
export function NodeForm({ node, typed, taken, problems, fixes, onRename, onParam, onSelect }: Props) {
  const parameters = typed ? Object.entries(paramsOf(typed.layer, node.params)) : [];
  const unplaced = problems.filter(
    ({ param }) => param === undefined || !parameters.some(([name]) => name === param),
  );
  const isCommon = (name: string) =>
    typed !== undefined && !Object.hasOwn(typed.layer.params, name) && Object.hasOwn(weightParams, name);
  const common = parameters.filter(([name]) => isCommon(name));
  const fields = (shown: typeof parameters) =>
    shown.map(([name, parameter]) => (
      <Field
        // Keyed by node, so that a half-edited field is not carried over to another node.
        key={`${node.id} ${name}`}
        name={name}
        parameter={parameter}
        value={node.params[name]}
        problem={problems.find(({ param }) => param === name)?.message}
        onChange={(value) => onParam(name, value)}
      />
    ));
  const layer = layers.get(node.type);
  const alike = [...layers.values()].filter(({ category }) => category === layer?.category);
  return (
    <div className="form" data-category={layer?.category ?? "unknown"}>
      <NameField
        name={node.id}
        check={(name) => {
          if (name !== node.id && taken.has(name)) return t('A node named "{0}" already exists.', name);
          if (!idPattern.test(name))
            return t("Use only letters, digits and _, and do not begin with a digit.");
          return undefined;
        }}
        onRename={onRename}
      />
      <div className="type-row">
        <span className="swatch" />
        <SelectField
          label={t("Layer type")}
          value={node.type}
          invalid={!layer}
          options={(layer ? alike : [{ type: node.type }, ...layers.values()]).map(({ type }) => ({
            value: type,
          }))}
          onChange={(type) => onParam("type", type)}
        />
      </div>
      {layer && <p className="summary">{t(layer.summary)}</p>}
      {unplaced.length > 0 && (
        <ul className="problem-list">
          {unplaced.map(({ message, severity }) => (
            <li key={message} data-severity={severity}>
              {message}
            </li>
          ))}
        </ul>
      )}
      {fixes}
      {fields(parameters.filter(([name]) => !isCommon(name)))}
      {typed && <Ports typed={typed} onSelect={onSelect} />}
      {typed?.layer.weights && (
        <Weights
          typed={typed}
          isSet={common.some(([name]) => node.params[name] !== undefined)}
          hasProblem={problems.some(({ param }) => common.some(([name]) => name === param))}
        >
          {fields(common)}
        </Weights>
      )}
    </div>
  );
}

function Ports({
  typed,
  onSelect,
}: {
  readonly typed: TypedNode;
  readonly onSelect: (node: string) => void;
}) {
  return (
    <>
      {typed.inputPorts.length > 0 && (
        <section>
          <h3>{t("Inputs")}</h3>
          {typed.inputPorts.map(({ name, help, optional }) => {
            const sources = typed.incoming[name] ?? [];
            const types = typed.inputs[name] ?? [];
            return (
              <div key={name} className="port-line" title={help && t(help)}>
                <span>{name}</span>
                <span className="port-sources">
                  {sources.length === 0 && <em>{optional ? t("not connected") : t("not connected yet")}</em>}
                  {sources.map((source, index) => (
                    <button
                      type="button"
                      className="link"
                      key={`${source.node}.${source.port}.${source.edge}`}
                      onClick={() => onSelect(source.node)}
                    >
                      {source.node} <code>{types[index] && showShape(types[index])}</code>
                    </button>
                  ))}
                </span>
              </div>
            );
          })}
        </section>
      )}
      {typed.outputPorts.length > 0 && (
        <section>
          <h3>{t("Outputs")}</h3>
          {typed.outputPorts.map(({ name, help }) => {
            const type = typed.outputs[name];
            return (
              <div key={name} className="port-line" title={help && t(help)}>
                <span>{name}</span>
                <code>{type ? showShape(type) : "–"}</code>
              </div>
            );
          })}
        </section>
      )}
    </>
  );
}

interface WeightsProps {
  readonly typed: TypedNode;
  /** Whether the node sets anything about the initialisation or training of its weights. */
  readonly isSet: boolean;
  readonly hasProblem: boolean;
  readonly children: ReactNode;
}

/** A node's weights; their initialisation and training settings unfold below, open if any of them is set. */
function Weights({ typed, isSet, hasProblem, children }: WeightsProps) {
  const [chosen, setChosen] = useState<boolean>();
  const open = hasProblem || (chosen ?? isSet);
  const id = useId();
  const weights = Object.entries(typed.weights);
  const { frozen } = weightSettings(typed.params);
  const count = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
  return (
    <section>
      <h3>
        {t("Weights")} {frozen && <span className="frozen-mark">{t("frozen")}</span>}
        <span className="sum">{formatCount(typed.parameterCount)}</span>
      </h3>
      {weights.map(([name, { shape, trainable }]) => (
        <div key={name} className="port-line weight-line" title={trainable ? undefined : t("not trained")}>
          <span>{name}</span>
          <code>{shape.join("×")}</code>
          <span className="count">{formatCount(count(shape))}</span>
        </div>
      ))}
      <button
        type="button"
        className="unfold"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setChosen(!open)}
      >
        {t("Initialisation and training")}
      </button>
      {open && (
        <div className="unfolded" id={id}>
          {children}
        </div>
      )}
    </section>
  );
}
