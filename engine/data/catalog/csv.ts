import { boolean, choice, file, text, texts } from "../../parameters/parameter";
import type { Values } from "../../parameters/parameter";
import { defineSource } from "./source";
import { encodings } from "./encodings";

const params = {
  file: file({ help: "The file; its first line names the columns." }),
  inputs: texts({ help: "The input columns.", minLength: 1 }),
  target: text({ help: "The column to predict." }),
  classes: boolean({
    help: "Whether the target is a class name (the label is its index) rather than a number.",
    default: false,
  }),
  classNames: texts({
    help: "The classes in the order of their indices. If empty, the values found in the column, sorted.",
    default: [],
  }),
  encoding: choice(encodings, {
    help: "The file's character encoding. A byte-order mark at the start of the file takes precedence.",
    default: "utf-8",
  }),
  delimiter: choice(["auto", "comma", "semicolon", "tab", "pipe"], {
    help: 'The separator between values. "auto" detects it from the first lines.',
    default: "auto",
  }),
  decimal: choice(["auto", "point", "comma"], {
    help: 'The decimal mark. "auto" detects it from the first lines. Thousands separators are not supported.',
    default: "auto",
  }),
};
export type CsvParams = Values<typeof params>;

export const csv = defineSource({
  name: "csv",
  summary: "Columns of numbers from a text file with a header, one sample per line.",
  params,
  readsFiles: true,
  ports: ({ inputs, classes, classNames }, facts) => [
    {
      ...facts?.ports.input,
      name: "input",
      shape: inputs === undefined ? undefined : [inputs.length],
      dtype: "float32",
    },
    classes
      ? {
          ...facts?.ports.target,
          name: "target",
          shape: [],
          dtype: "int32",
          classes: facts?.ports.target?.classes ?? namedClasses(classNames),
        }
      : { ...facts?.ports.target, name: "target", shape: [1], dtype: "float32" },
  ],
});

function namedClasses(names: readonly string[] | undefined): number | undefined {
  return names && names.length > 0 ? names.length : undefined;
}
