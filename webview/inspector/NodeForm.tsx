import { t } from "@vscode/l10n";
import { useId, useState, type ReactNode } from "react";
import { idPattern } from "../../engine/graph/idPattern";
import type { GraphNode } from "../../engine/graph/graph";
import { showShape } from "../../engine/tensor/graphType";
import type { Parameter } from "../../engine/parameters/parameter";
import type { Problem } from "../../engine/graph/problem";
import { nodeWords } from "../../engine/graph/nodeWords";
import { isSharingKey } from "../../engine/graph/sharing";
import type { PageNode } from "../../engine/graph/page";
import { parametersOn } from "../../engine/graph/parametersOn";
import { layers } from "../../engine/layers";
import { weightParams, weightSettings } from "../../engine/layers/weightParams";
import { formatCount } from "../../engine/run/format";
import { SelectField } from "../ui/SelectField";
import { Field } from "./Field";
import { NameField } from "./NameField";

interface Props {
  readonly node: GraphNode;
  /** Undefined if the type is unknown. */
  readonly shown: PageNode | undefined;
  /** The names of the document's blocks that it can be an instance of. */
  readonly blocks: readonly string[];
  /** Whether it is in a block, where fields take expressions. */
  readonly inBlock: boolean;
  /** Whether a name is in use on the page. */
  readonly taken: Pick<ReadonlySet<string>, "has">;
  readonly problems: readonly Problem[];
  /** Shown below the type. */
  readonly note?: ReactNode;
  /** Shown below the problems. */
  readonly fixes?: ReactNode;
  /** The fields about weights that it shares with other nodes. */
  readonly sharing: ReactNode;
  readonly onRename: (name: string) => void;
  readonly onParam: (name: string, value: unknown) => void;
  readonly onSelect: (node: string) => void;
  /** Makes a parameter of a node in a block a parameter of the block. */
  readonly onPromote?: (param: string) => void;
  /** Shows what is inside an instance. */
  readonly onOpen: () => void;
}

/** A node's form: its type, parameters, inputs, outputs and weights. */
export function NodeForm(props: Props) {
  const { node, shown, blocks, inBlock, taken, problems, note, fixes, sharing } = props;
  const { onRename, onParam, onSelect, onPromote, onOpen } = props;
  const parameters = shown ? Object.entries(parametersOn(shown)) : [];
  const unplaced = problems.filter(
    ({ param }) =>
      param === undefined ||
      !(param in nodeWords || isSharingKey(param) || parameters.some(([name]) => name === param)),
  );
  const isSharing = node.weightsOf !== undefined || node.follows !== undefined;
  const layer = layers.get(node.type);
  const isCommon = (name: string) =>
    layer !== undefined && !Object.hasOwn(layer.params, name) && Object.hasOwn(weightParams, name);
  const common = parameters.filter(([name]) => isCommon(name));
  const fields = (
    some: readonly (readonly [string, Parameter])[],
    valueOf = (name: string): unknown => node.params[name],
  ) =>
    some.map(([name, parameter]) => (
      <Field
        // Keyed by node, so that a half-edited field is not carried over to another node.
        key={`${node.id} ${name}`}
        name={name}
        parameter={parameter}
        value={valueOf(name)}
        inBlock={inBlock}
        onPromote={onPromote && !Object.hasOwn(nodeWords, name) ? () => onPromote(name) : undefined}
        problem={problems.find(({ param }) => param === name)?.message}
        onChange={(value) => onParam(name, value)}
      />
    ));
  const words = Object.entries(nodeWords).filter(([name]) => !Object.hasOwn(layer?.params ?? {}, name));
  const types = shown?.block
    ? blocks
    : layer
      ? [...layers.values()].filter(({ category }) => category === layer.category).map(({ type }) => type)
      : [node.type, ...blocks, ...layers.keys()];
  return (
    <div className="form" data-category={layer?.category ?? (shown?.block ? "block" : "unknown")}>
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
          label={shown?.block ? t("Block") : t("Layer type")}
          value={node.type}
          invalid={!shown}
          options={types.map((value) => ({ value }))}
          onChange={(type) => onParam("type", type)}
        />
      </div>
      {layer && <p className="summary">{t(layer.summary)}</p>}
      {note}
      {shown?.block && (
        <button type="button" className="link add-entry" onClick={onOpen}>
          {t("Open the Block")}
        </button>
      )}
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
      {shown && <Ports shown={shown} onSelect={onSelect} />}
      {layer?.weights && shown && (
        <Weights
          shown={shown}
          isSet={common.some(([name]) => node.params[name] !== undefined)}
          hasProblem={problems.some(({ param }) => common.some(([name]) => name === param))}
        >
          {fields(common)}
        </Weights>
      )}
      {shown && shown.inputPorts.length > 0 && (
        <Folded
          title={t("Repetition and Sharing")}
          isSet={node.repeat !== undefined || isSharing}
          hasProblem={problems.some(({ param = "" }) => param in nodeWords || isSharingKey(param))}
        >
          {fields(words, () => node.repeat)}
          {(isSharing || shown.block !== undefined || layer?.weights !== undefined) && sharing}
        </Folded>
      )}
    </div>
  );
}

function Ports({ shown, onSelect }: { readonly shown: PageNode; readonly onSelect: (node: string) => void }) {
  return (
    <>
      {shown.inputPorts.length > 0 && (
        <section>
          <h3>{t("Inputs")}</h3>
          {shown.inputPorts.map(({ name, help, optional }) => {
            const sources = shown.incoming[name] ?? [];
            const types = shown.inputs[name] ?? [];
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
      {shown.outputPorts.length > 0 && (
        <section>
          <h3>{t("Outputs")}</h3>
          {shown.outputPorts.map(({ name, help }) => {
            const type = shown.outputs[name];
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
  readonly shown: PageNode;
  /** Whether the node sets anything about the initialisation or training of its weights. */
  readonly isSet: boolean;
  readonly hasProblem: boolean;
  readonly children: ReactNode;
}

/** A node's weights; their initialisation and training settings unfold below, open if any of them is set. */
function Weights({ shown, isSet, hasProblem, children }: WeightsProps) {
  const weights = Object.entries(shown.weights);
  const { frozen } = weightSettings(shown.params);
  const count = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
  return (
    <section>
      <h3>
        {t("Weights")} {frozen && <span className="frozen-mark">{t("frozen")}</span>}
        <span className="sum">{formatCount(shown.parameterCount)}</span>
      </h3>
      {weights.map(([name, { shape, trainable }]) => (
        <div key={name} className="port-line weight-line" title={trainable ? undefined : t("not trained")}>
          <span>{name}</span>
          <code>{shape.join("×")}</code>
          <span className="count">{formatCount(count(shape))}</span>
        </div>
      ))}
      <Folded title={t("Initialisation and training")} isSet={isSet} hasProblem={hasProblem}>
        {children}
      </Folded>
    </section>
  );
}

interface FoldedProps extends Omit<WeightsProps, "shown"> {
  readonly title: string;
}

/** Fields that unfold below a heading, open if any of them is set. */
function Folded({ title, isSet, hasProblem, children }: FoldedProps) {
  const [chosen, setChosen] = useState<boolean>();
  const open = hasProblem || (chosen ?? isSet);
  const id = useId();
  return (
    <div>
      <button
        type="button"
        className="unfold"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setChosen(!open)}
      >
        {title}
      </button>
      {open && (
        <div className="unfolded" id={id}>
          {children}
        </div>
      )}
    </div>
  );
}
