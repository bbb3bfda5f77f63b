import { exampleData, rowsOf } from "./exampleData";
import type { Figure } from "./figure";
import { weightsAfter, type Trained } from "./train";

/** How far the weights of a node may be from the exact solution on the training rows. */
const tolerance = 1e-3;

/** A Linear node's weights and bias against the normal equations. */
export function leastSquares(node: string): Figure {
  return {
    title: "the weights of the normal equations",
    of: (trained) => distance(trained, node, (rows, targets) => newton(rows, targets, linear, 1)),
    atMost: tolerance,
  };
}

/** A Linear node's weights and bias against Newton's iteration, which finds the largest likelihood. */
export function logisticRegression(node: string): Figure {
  return {
    title: "the weights of Newton's iteration",
    of: (trained) => distance(trained, node, (rows, targets) => newton(rows, targets, logistic, 30)),
    atMost: tolerance,
  };
}

type Solve = (rows: readonly number[][], targets: readonly number[]) => number[];

async function distance(trained: Trained, node: string, solve: Solve): Promise<number> {
  const data = await exampleData(trained);
  const batch = await rowsOf(data, data.train);
  const { data: input, shape } = batch.get("input")!;
  const width = shape[1]!;
  const rows = Array.from(data.train, (_, row) => [...input.slice(row * width, (row + 1) * width), 1]);
  const exact = solve(rows, [...batch.get("target")!.data]);
  const weights = await weightsAfter(trained);
  const learned = [...weights.get(`${node}.weight`)!.data, ...weights.get(`${node}.bias`)!.data];
  return Math.max(...exact.map((value, index) => Math.abs(value - learned[index]!)));
}

/** A prediction and its derivative, from the weighted sum of the inputs. */
type Model = (sum: number) => { readonly predicted: number; readonly slope: number };

const linear: Model = (sum) => ({ predicted: sum, slope: 1 });
const logistic: Model = (sum) => {
  const predicted = 1 / (1 + Math.exp(-sum));
  return { predicted, slope: predicted * (1 - predicted) };
};

/**
 * Newton's iteration from zeros, in float64: w ← w + (Xᵀ S X)⁻¹ Xᵀ (y − p). For a linear model one step is the normal
 * equations.
 */
function newton(
  rows: readonly number[][],
  targets: readonly number[],
  model: Model,
  steps: number,
): number[] {
  const width = rows[0]!.length;
  let weights = new Array<number>(width).fill(0);
  for (let step = 0; step < steps; step++) {
    const hessian = weights.map(() => new Array<number>(width).fill(0));
    const gradient = new Array<number>(width).fill(0);
    for (const [index, row] of rows.entries()) {
      const { predicted, slope } = model(row.reduce((sum, x, i) => sum + x * weights[i]!, 0));
      for (let i = 0; i < width; i++) {
        gradient[i]! += row[i]! * (targets[index]! - predicted);
        for (let j = 0; j < width; j++) hessian[i]![j]! += slope * row[i]! * row[j]!;
      }
    }
    const change = solveLinear(hessian, gradient);
    weights = weights.map((weight, i) => weight + change[i]!);
  }
  return weights;
}

/** Solves A x = b for a positive definite A, by Gaussian elimination. */
function solveLinear(a: readonly number[][], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]!]);
  for (let pivot = 0; pivot < rows.length; pivot++)
    for (let row = 0; row < rows.length; row++) {
      if (row === pivot) continue;
      const factor = rows[row]![pivot]! / rows[pivot]![pivot]!;
      rows[row] = rows[row]!.map((value, column) => value - factor * rows[pivot]![column]!);
    }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}
