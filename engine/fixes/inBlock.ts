import { t } from "@vscode/l10n";

/** For edits: the block that they change, if it is not the document. */
export function inBlock(block: string | undefined): { readonly block?: string } {
  return block === undefined ? {} : { block };
}

/** A fix's title, with the block that it changes, if it is not the document. */
export function titleInBlock(title: string, block: string | undefined): string {
  return block === undefined ? title : t('In the block "{0}": {1}', block, title);
}
