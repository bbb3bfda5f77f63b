import * as vscode from "vscode";
import type { TextRange } from "../../engine/graph/problem";

/** Converts offsets in a text to VS Code's positions, even for a text that is not open in an editor. */
export class Positions {
  private readonly lineStarts = [0];

  constructor(private readonly text: string) {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      // \r
      // ,
      // and a lone \r end a line, as in VS Code.
      if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) this.lineStarts.push(index + 1);
    }
  }

  range({ offset, length }: TextRange): vscode.Range {
    return new vscode.Range(this.position(offset), this.position(offset + length));
  }

  private position(offset: number): vscode.Position {
    const place = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return new vscode.Position(low, place - (this.lineStarts[low] ?? 0));
  }
}
