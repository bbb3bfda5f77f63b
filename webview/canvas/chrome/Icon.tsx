import "./Icon.css";

/** The toolbar's icons (16 × 16), inlined so that no icon font has to be loaded. */
const paths = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  stop: "M3.5 3.5h9v9h-9z",
  tidy: "M1.5 5h4v6h-4zM9.5 1.5h5v5h-5zM9.5 9.5h5v5h-5zM5.5 8h2M7.5 4v8M7.5 4h2M7.5 12h2",
  fit: "M2 5.5V2h3.5M10.5 2H14v3.5M14 10.5V14h-3.5M5.5 14H2v-3.5",
  picture: "M1.5 2.5h13v11h-13zM1.5 11l3.5-3.5 3 3L10.5 8l4 4M10.8 5.2v.1",
  problem: "M8 1.8 15 14H1zM8 6v4M8 11.6v.8",
} as const;

export function Icon({ name }: { readonly name: keyof typeof paths }) {
  const filled = name === "play" || name === "pause" || name === "stop";
  return (
    <svg
      className="icon"
      width="14"
      height="14"
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill={filled ? "currentColor" : "none"}
      stroke={filled ? "none" : "currentColor"}
      strokeWidth="1.2"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
