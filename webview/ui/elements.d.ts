import type { VscodeCheckbox } from "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import type { VscodeOption } from "@vscode-elements/elements/dist/vscode-option/index.js";
import type { VscodeSingleSelect } from "@vscode-elements/elements/dist/vscode-single-select/index.js";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import type { HTMLAttributes, RefAttributes } from "react";

type ElementProps<E> = Partial<Omit<E, keyof HTMLElement>> & HTMLAttributes<E> & RefAttributes<E>;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "vscode-checkbox": ElementProps<VscodeCheckbox>;
      "vscode-option": ElementProps<VscodeOption>;
      "vscode-single-select": ElementProps<VscodeSingleSelect>;
      "vscode-textfield": ElementProps<VscodeTextfield>;
    }
  }
}
