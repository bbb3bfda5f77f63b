/** A parameter's name short enough for a chip: `outChannels` is `out`, `kernelSize` is `kernel`. */
export function chipLabel(param: string): string {
  return param.replace(/(?<=[a-z])(Channels|Features|Size|Slope)$/, "");
}
