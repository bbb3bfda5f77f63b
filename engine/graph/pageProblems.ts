import type { Block } from "./graph";
import { holdersOf } from "./holdersOf";
import { pathOn, type Page } from "./page";
import type { Problem } from "./problem";

/**
 * The problems of each node on a page, by its id there: its own, and those inside an instance. What is wrong with a block
 * itself concerns all of its instances; what is wrong with the values of an instance is at the first that has it.
 */
export function pageProblems(
  page: Omit<Page, "nodes">,
  problems: readonly Problem[],
): ReadonlyMap<string, readonly Problem[]> {
  const found = new Map<string, Problem[]>();
  const add = (id: string, problem: Problem) => {
    const known = found.get(id);
    if (known) known.push(problem);
    else found.set(id, [problem]);
  };
  const { block: own, path, typed } = page;
  const prefix = pathOn(page, "");
  const users = new Map<string, readonly string[]>();
  for (const problem of problems) {
    const { block, member, node } = problem;
    if (block === own?.name) {
      const id = own ? member : node;
      if (id !== undefined) add(id, problem);
    } else if (node !== undefined) {
      if (node.startsWith(prefix) && (path !== "" || !own))
        add(node.slice(prefix.length).split("/", 1)[0] ?? "", problem);
    } else if (block !== undefined) {
      const known = users.get(block) ?? usersOf(page, typed.graph.blocks, block);
      users.set(block, known);
      for (const id of known) add(id, problem);
    }
  }
  return found;
}

/** The instances on a page that are of a block, or have one inside. */
function usersOf(
  { scope }: Pick<Page, "scope">,
  blocks: ReadonlyMap<string, Block>,
  name: string,
): readonly string[] {
  const holders = holdersOf(blocks, name);
  return [...scope.nodes.values()].flatMap(({ id, type }) => (holders.has(type) ? [id] : []));
}
