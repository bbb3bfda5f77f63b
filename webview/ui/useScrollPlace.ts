import { useEffect, useState } from "react";
import type { RefObject } from "react";

/** What is in view of a scrolling element, in px. */
export interface ScrollPlace {
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

/** Follows what is in view of a list that draws only the rows in it. */
export function useScrollPlace(list: RefObject<HTMLElement | null>): ScrollPlace {
  const [place, setPlace] = useState<ScrollPlace>({ top: 0, height: 600, width: 0 });
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const look = () =>
      setPlace({ top: element.scrollTop, height: element.clientHeight, width: element.clientWidth });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [list]);
  return place;
}
