import { mkdir, symlink } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { resolveDataFile } from "../../../engine/data/dataPath";
import { workspaceWith } from "./place";

const files = { "workspace/data/a.csv": "1", "secret/b.csv": "22", "workspace2/c.csv": "3" };

describe("data paths", () => {
  it("are relative to the model's folder", async () => {
    const place = await workspaceWith(files);
    expect(await resolveDataFile("../data/a.csv", place, "file")).toMatchObject({
      path: `${place.workspace}/data/a.csv`,
      bytes: 1,
    });
  });

  it("may be absolute inside the workspace, and go through a link to it", async () => {
    const place = await workspaceWith(files);
    await symlink(place.workspace, `${place.root}/link`);
    const linked = { workspace: `${place.root}/link`, file: `${place.root}/link/models/model.nn.json` };
    const expected = { path: `${place.workspace}/data/a.csv` };
    expect(await resolveDataFile("../data/a.csv", linked, "file")).toMatchObject(expected);
    expect(await resolveDataFile(`${place.root}/link/data/a.csv`, linked, "file")).toMatchObject(expected);
  });

  it.each(["../../secret/b.csv", "../../secret/none.csv", "../../workspace2/c.csv", "/etc/hostname"])(
    "must not leave the workspace: %s",
    async (written) => {
      const place = await workspaceWith(files);
      await expect(resolveDataFile(written, place, "file")).rejects.toMatchObject({
        code: "data-path-outside",
        at: { param: "file" },
      });
    },
  );

  it("must not leave the workspace through a link", async () => {
    const place = await workspaceWith(files);
    await symlink("../../secret", `${place.workspace}/models/door`);
    await expect(resolveDataFile("door/b.csv", place, "file")).rejects.toMatchObject({
      code: "data-path-outside",
    });
  });

  it("must name an existing file", async () => {
    const place = await workspaceWith(files);
    await mkdir(`${place.workspace}/models/folder`);
    await expect(resolveDataFile("none.csv", place, "file")).rejects.toMatchObject({
      code: "data-file-missing",
    });
    await expect(resolveDataFile("folder", place, "file")).rejects.toMatchObject({
      code: "data-file-wrong-type",
    });
  });
});
