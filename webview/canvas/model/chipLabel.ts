/** A parameter's name, shortened for a chip: `out` for `outChannels`, `kernel` for `kernelSize`. */
export function chipLabel(param: string): string {
  return param.replace(/(?<=[a-z])(Channels|Features|Size|Slope)$/, "");
}
