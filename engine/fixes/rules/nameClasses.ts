import { Dataset } from "../../layers/data/Dataset";
import { paramsOf } from "../../graph/paramsOf";
import { setParam } from "../setParam";
import type { FixRule } from "../fix";

/** For class numbers that are read from a table's column as plain numbers. */
export const nameClasses: FixRule = ({ problem, typed, facts, wires }) =>
  problem.code !== "dtype-mismatch"
    ? []
    : wires.flatMap(({ port, source, type }) => {
        const data = typed.nodes.get(source.node);
        const { samples, ports = {} } = facts[source.node] ?? {};
        const column = ports[source.port];
        if (port !== problem.port || type.dtype !== "float32" || data?.layer !== Dataset) return [];
        const { classes } = paramsOf(data.layer, data.node.params);
        if (classes?.kind !== "boolean" || !column?.whole || samples === undefined) return [];
        const labels = { shape: [], dtype: "int32" } as const;
        return setParam(typed, data, "classes", true).map((candidate) => ({
          ...candidate,
          facts: { ...facts, [source.node]: { samples, ports: { ...ports, [source.port]: labels } } },
        }));
      });
