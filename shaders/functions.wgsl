// Functions that WGSL does not have, or does not guarantee to be accurate: its sine may be off by 2^-11.

// Polynomials fitted to erf(x)/x in x² near 0, and to log(1 - erf(x))/x further out.
fn error_function(x: f32) -> f32 {
  let s = x * x;
  let near = x * (1.12837916 + s * (-0.376125306 + s * (0.112822121 + s * (-0.0267813398
    + s * (0.00501535735 - s * 0.000610698957)))));
  let t = min(abs(x), 4.0);
  let tail = exp(t * (-1.12847932 + t * (-0.635866486 + t * (-0.10502035 + t * (0.0227002577
    + t * (-0.00314312014 + t * 0.000203493778))))));
  let far = select(1.0 - tail, tail - 1.0, x < 0.0);
  return select(select(near, far, abs(x) > 0.9), x, is_nan(x));
}

// e^x - 1, near 0 by its Taylor series.
fn exp_less_one(x: f32) -> f32 {
  let near = x * (1.0 + x * (0.5 + x * (0.16666667 + x * (0.041666667 + x * (0.008333333 + x * (0.0013888889
    + x * (0.00019841270 + x * 2.4801587e-5)))))));
  return select(select(near, exp(x) - 1.0, abs(x) > 0.5), x, is_nan(x));
}

// x minus the nearest multiple of π/2, subtracted in three parts (Cody and Waite, 1980) to preserve precision.
fn within_eighth(x: f32) -> f32 {
  let turns = round(x * 0.63661977236758);
  return ((x - turns * 1.5703125) - turns * 4.8351287841796875e-4) - turns * 3.1385570764541626e-7;
}

// The sine of x plus a number of quarter turns, by Taylor series. Infinity and NaN give NaN. Beyond 1e5 precision is lost.
fn quarter_sine(x: f32, quarters: i32) -> f32 {
  let r = within_eighth(x);
  let s = r * r;
  let sine = r * (1.0 + s * (-0.16666667 + s * (0.008333333 + s * (-0.00019841270 + s * 2.7557319e-6))));
  let cosine = 1.0 + s * (-0.5 + s * (0.041666667 + s * (-0.0013888889 + s * (2.4801587e-5 - s * 2.7557319e-7))));
  let quarter = (i32(round(clamp(x, -1e9, 1e9) * 0.63661977236758)) + quarters) & 3;
  let value = select(sine, cosine, (quarter & 1) == 1);
  let finite = (bitcast<u32>(x) & 0x7f800000) != 0x7f800000;
  return select(bitcast<f32>(nan_bits()), clamp(select(value, -value, quarter > 1), -1.0, 1.0), finite);
}

fn sine(x: f32) -> f32 {
  return quarter_sine(x, 0);
}

fn cosine(x: f32) -> f32 {
  return quarter_sine(x, 1);
}
