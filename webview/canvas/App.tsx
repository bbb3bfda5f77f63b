import "./App.css";
import "./chrome/panels.css";
import { useReactFlow } from "@xyflow/react";
import { t } from "@vscode/l10n";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { useCallback, useEffect, useRef } from "react";
import type { ClipboardEvent, KeyboardEvent } from "react";
import { isTextField } from "../ui/isTextField";
import { Banner } from "./chrome/Banner";
import { Breadcrumb } from "./chrome/Breadcrumb";
import { EmptyCanvas } from "./chrome/EmptyCanvas";
import { InspectorPanel } from "./chrome/InspectorPanel";
import { NodeMenu } from "./chrome/NodeMenu";
import { NoteView } from "./chrome/NoteView";
import { isOpen, narrowBelow, setPanel } from "./chrome/panels";
import { RefusedWire } from "./chrome/RefusedWire";
import { Strip } from "./chrome/Strip";
import { Toolbar } from "./chrome/Toolbar";
import { useHostCommands } from "./chrome/useHostCommands";
import { WrapDialog } from "./chrome/WrapDialog";
import { Flow } from "./flow/Flow";
import { isPane, nodeAt } from "./flow/nodeUnder";
import { useFrameInView } from "./flow/useFrameInView";
import { useSought } from "./flow/useSought";
import { useWholeView } from "./flow/useWholeView";
import { endKey, handleKey } from "./keys";
import { Palette } from "./palette/Palette";
import { AddMenu } from "./palette/AddMenu";
import { openAddMenu } from "./state/addMenu";
import { wiringOf } from "./state/canvasState";
import { copySelection, pasteText } from "./state/clipboard";
import { removeSelection } from "./state/gestures";
import { useCanvas, useCanvasState } from "./state/useCanvas";

/** The canvas with its palette, inspector and bars. */
export function App() {
  const canvas = useCanvas();
  const { screenToFlowPosition, flowToScreenPosition } = useReactFlow();
  const palette = useCanvasState((state) => isOpen(state, "palette"));
  const inspecting = useCanvasState((state) => isOpen(state, "inspector"));
  const narrow = useCanvasState((state) => state.narrow);
  const connecting = useCanvasState((state) => wiringOf(state) !== undefined);
  const dropping = useCanvasState(({ interaction }) => interaction?.kind === "dropping");
  const body = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLElement>(null);
  const search = useRef<VscodeTextfield>(null);
  const inspector = useRef<HTMLElement>(null);
  const pointer = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);

  const focusStage = useCallback(() => stage.current?.focus({ preventScroll: true }), []);
  const view = useWholeView(stage);
  const { fit, reveal } = view;
  const middle = useCallback(() => {
    const { left = 0, top = 0, width = 0, height = 0 } = stage.current?.getBoundingClientRect() ?? {};
    return screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
  }, [screenToFlowPosition]);
  const focusPalette = useCallback(() => {
    setPanel(canvas, "palette", true);
    // Focus the field at once if it exists, so that letters typed right after the key reach it; the palette may still
    // have to render.
    search.current?.focus();
    requestAnimationFrame(() => void search.current?.updateComplete.then(() => search.current?.focus()));
  }, [canvas]);
  const focusInspector = useCallback(() => {
    setPanel(canvas, "inspector", true);
    requestAnimationFrame(() =>
      inspector.current?.querySelector<HTMLElement>("vscode-textfield, vscode-single-select")?.focus(),
    );
  }, [canvas]);
  const add = useCallback(() => {
    const at = pointer.current;
    openAddMenu(canvas, {
      pointer: at,
      over: at && nodeAt(at.x, at.y),
      middle: flowToScreenPosition(middle()),
      toPage: flowToScreenPosition,
    });
  }, [canvas, flowToScreenPosition, middle]);
  const onAdded = useCallback(
    (node: string) => {
      // The next layer goes on from here until the pointer is used again.
      pointer.current = undefined;
      reveal([node]);
    },
    [reveal],
  );
  useHostCommands({ fit, add, focusPalette });
  useEffect(() => {
    if (!body.current) return;
    const observer = new ResizeObserver(([entry]) => {
      const isNarrow = (entry?.contentRect.width ?? Infinity) < narrowBelow;
      if (isNarrow !== canvas.get().narrow) canvas.set({ narrow: isNarrow, overlay: undefined });
    });
    observer.observe(body.current);
    return () => observer.disconnect();
  }, [canvas]);
  useFrameInView(view.closed);
  useSought(view.movedByHand);
  const shownBlock = useCanvasState(({ page }) => page?.block?.name);
  useEffect(() => {
    // The element that has the focus may be a node of the page before.
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body || stage.current?.contains(activeElement))
      focusStage();
  }, [focusStage, shownBlock]);

  // The inspector's selects and check boxes use the arrow keys and Space themselves; Delete does nothing in them.
  const isOfControl = (event: KeyboardEvent | ClipboardEvent) =>
    isTextField(event.nativeEvent) ||
    (event.target instanceof Node && inspector.current?.contains(event.target) === true);
  const leavePanel = () => {
    canvas.set({ overlay: undefined });
    focusStage();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (
      event.key === "Escape" &&
      canvas.get().overlay === "inspector" &&
      inspector.current?.contains(event.target as Node)
    ) {
      leavePanel();
      event.stopPropagation();
      return;
    }
    if (isOfControl(event)) return;
    // Buttons handle Enter and Space themselves.
    const onButton =
      event.target instanceof HTMLButtonElement && (event.key === "Enter" || event.key === " ");
    if (onButton || !handleKey(canvas, event.nativeEvent, { fit, add, focusPalette, focusInspector })) return;
    event.preventDefault();
    // VS Code would otherwise run its own Ctrl+A or F2 too.
    event.stopPropagation();
  };
  const onKeyUp = (event: KeyboardEvent) => {
    if (!isOfControl(event)) endKey(canvas, event.nativeEvent);
  };
  const onCopy = (event: ClipboardEvent) => {
    if (isOfControl(event)) return;
    const text = copySelection(canvas);
    if (text === undefined) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    if (event.type === "cut") removeSelection(canvas);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (isOfControl(event)) return;
    event.preventDefault();
    const over = pointer.current && screenToFlowPosition(pointer.current);
    pasteText(canvas, event.clipboardData.getData("text/plain"), over);
  };

  return (
    <div
      className="app"
      onKeyDown={onKeyDown}
      onKeyUp={onKeyUp}
      onCopy={onCopy}
      onCut={onCopy}
      onPaste={onPaste}
    >
      <Toolbar onFit={fit} />
      <Banner />
      <div
        className="body"
        ref={body}
        data-both={palette && inspecting}
        data-narrow={narrow}
        data-yields={connecting || dropping}
      >
        {palette ? (
          <Palette
            field={search}
            onDone={leavePanel}
            onAdded={onAdded}
            onDropped={view.movedByHand}
            middle={middle}
          />
        ) : (
          <button
            type="button"
            className="panel-tab"
            aria-label={t("Show Palette")}
            title={t("Show Palette")}
            onClick={focusPalette}
          >
            »
          </button>
        )}
        <main
          className="stage"
          tabIndex={-1}
          ref={stage}
          data-connecting={connecting}
          onPointerDown={(event) => {
            // Clicking the canvas gives it the keyboard, unless the click was in a text field.
            if (!isTextField(event.nativeEvent)) focusStage();
            if (isPane(event.target) || canvas.get().overlay === "palette")
              canvas.set({ overlay: undefined });
          }}
          onPointerMove={(event) => {
            pointer.current = { x: event.clientX, y: event.clientY };
          }}
          onPointerLeave={() => {
            pointer.current = undefined;
          }}
        >
          <Flow onStart={view.start} onMovedByHand={view.movedByHand} onMoved={view.save} onAdd={add} />
          <Breadcrumb />
          <WrapDialog onDone={focusStage} />
          <EmptyCanvas onStarted={() => requestAnimationFrame(fit)} />
          <NoteView />
        </main>
        {inspecting ? (
          <InspectorPanel ref={inspector} onFixed={focusStage} />
        ) : (
          <button
            type="button"
            className="panel-tab"
            aria-label={t("Show Inspector")}
            title={t("Show Inspector")}
            onClick={() => setPanel(canvas, "inspector", true)}
          >
            «
          </button>
        )}
      </div>
      <Strip />
      <RefusedWire onDone={focusStage} />
      <AddMenu onDone={focusStage} onAdded={onAdded} />
      <NodeMenu onDone={focusStage} />
    </div>
  );
}
