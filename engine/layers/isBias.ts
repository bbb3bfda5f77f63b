/** Whether a weight is a bias by its PyTorch name: `bias`, `bias_hh_l0`, `in_proj_bias`, `out_proj.bias`. */
export function isBias(weight: string): boolean {
  return /(^|[._])bias(_|$)/.test(weight);
}
