import type { ComponentProps } from "react";
import { Icon } from "./Icon";

interface Props {
  readonly icon: ComponentProps<typeof Icon>["name"];
  readonly name: string;
  /** Whether the name is written beside the icon where the toolbar has room. */
  readonly named?: boolean;
  /** By default, its name. */
  readonly title?: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

/** A button of the toolbar, which is only its icon in a narrow editor. */
export function ToolButton({ icon, name, named = false, title = name, disabled, onClick }: Props) {
  return (
    <button
      type="button"
      className="button quiet"
      disabled={disabled}
      aria-label={name}
      title={title}
      onClick={onClick}
    >
      <Icon name={icon} />
      {named && <span className="button-text">{name}</span>}
    </button>
  );
}
