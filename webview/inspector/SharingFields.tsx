import { t } from "@vscode/l10n";
import { useId, useMemo } from "react";
import { partnersOn } from "../../engine/document/names/sharedNodes";
import type { GraphNode } from "../../engine/graph/graph";
import { followsWords } from "../../engine/graph/nodeWords";
import type { Page } from "../../engine/graph/page";
import type { Problem } from "../../engine/graph/problem";
import type { Follows, Sharing, SharingKey } from "../../engine/graph/sharing";
import { text } from "../../engine/parameters/parameter";
import { SelectField, type Option } from "../ui/SelectField";
import { Field } from "./Field";

interface Props {
  readonly page: Page;
  readonly node: GraphNode;
  readonly problems: readonly Problem[];
  /** Sets both words; one that is undefined is removed. */
  readonly onChange: (words: Sharing) => void;
}

/** What a choice means that is no node's name. */
const none = "-";
const single = "=";

/** More nodes than these are not listed; others can be written in the text. */
const mostListed = 200;

/** Whose weights a node uses instead of its own, and whose its own follow: at most one of the two. */
export function SharingFields({ page, node, problems, onChange }: Props) {
  const { weightsOf, follows } = node;
  const isTied = typeof weightsOf === "object";
  const messageOf = (key: SharingKey) => problems.find(({ param }) => param === key)?.message;
  return (
    <>
      <Choice
        name="weightsOf"
        help={t("The node of the same type whose weights it uses instead of its own.")}
        problem={messageOf("weightsOf")}
        value={isTied ? single : (weightsOf ?? none)}
        options={[
          { value: none, label: t("its own weights") },
          ...(isTied ? [{ value: single, label: t("single weights") }] : []),
          ...usePartners(page, node.id, "weightsOf", isTied ? undefined : weightsOf),
        ]}
        onChange={(value) => {
          if (value !== single) onChange(value === none ? { follows } : { weightsOf: value });
        }}
      />
      {isTied && (
        <div className="sub-fields">
          {Object.entries(weightsOf).map(([weight, path]) => (
            <Field
              key={weight}
              name={weight}
              parameter={tied}
              value={path}
              onChange={(to) => {
                const { [weight]: _, ...others } = weightsOf;
                const ties = typeof to === "string" ? { ...weightsOf, [weight]: to } : others;
                onChange({ follows, weightsOf: Object.keys(ties).length > 0 ? (ties as Ties) : undefined });
              }}
            />
          ))}
        </div>
      )}
      <Choice
        name="follows"
        help={t("The node of the same type that its weights follow instead of being trained.")}
        problem={messageOf("follows")}
        value={follows?.node ?? none}
        options={[
          { value: none, label: t("no other node") },
          ...usePartners(page, node.id, "follows", follows?.node),
        ]}
        onChange={(value) =>
          onChange(value === none ? { weightsOf } : { follows: followsOf(value, follows) })
        }
      />
      {follows && <Pace follows={follows} onChange={(to) => onChange({ weightsOf, follows: to })} />}
    </>
  );
}

type Ties = Exclude<Sharing["weightsOf"], string | undefined>;

/** A path of a weight; the document check says what is wrong with it. */
const tied = text({ help: "", optional: true });

function followsOf(node: string, before: Follows | undefined): Follows {
  return before ? { ...before, node } : { node, rate: followsWords.rate.default as number };
}

/** When the weights follow. */
function Pace({
  follows,
  onChange,
}: {
  readonly follows: Follows;
  readonly onChange: (follows: Follows) => void;
}) {
  const { node } = follows;
  const kind = follows.every === undefined ? "rate" : "every";
  const paced = (to: "every" | "rate", value: number): Follows =>
    to === "every" ? { node, every: value } : { node, rate: value };
  return (
    <div className="sub-fields">
      <Choice
        name={t("when")}
        value={kind}
        options={[
          { value: "every", label: t("as a copy") },
          { value: "rate", label: t("gradually") },
        ]}
        onChange={(to) => {
          if (to === "every" || to === "rate") onChange(paced(to, followsWords[to].default as number));
        }}
      />
      <Field
        key={kind}
        name={kind}
        parameter={followsWords[kind]}
        value={follows[kind]}
        onChange={(value) => onChange(paced(kind, (value ?? followsWords[kind].default) as number))}
      />
    </div>
  );
}

/** The nodes that can be chosen, among them the one that is written. */
function usePartners(page: Page, node: string, word: SharingKey, written: string | undefined): Option[] {
  const partners = useMemo(
    () =>
      partnersOn(page, node, word)
        .slice(0, mostListed)
        .map(({ path }) => path),
    [page, node, word],
  );
  const all = written === undefined || partners.includes(written) ? partners : [written, ...partners];
  return all.map((value) => ({ value }));
}

interface ChoiceProps {
  readonly name: string;
  readonly help?: string;
  readonly problem?: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
}

function Choice({ name, help = "", problem, value, options, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <div className="field" data-invalid={problem !== undefined} data-changed={value !== none}>
      <label className="field-name" htmlFor={id} title={name}>
        {name}
      </label>
      <div className="field-control">
        <SelectField
          id={id}
          label={name}
          value={value}
          invalid={problem !== undefined}
          options={options}
          onChange={onChange}
        />
      </div>
      {problem === undefined ? (
        <p className="field-help">{help}</p>
      ) : (
        <p className="field-message" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
