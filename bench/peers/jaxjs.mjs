// jax-js: node jaxjs.mjs <mlp|cnn> <wasm|webgpu> <path of the webgpu package>, from the folder that holds it.
import { createRequire } from "node:module";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { provideNavigator } from "./adapter.mjs";
import { answer, batches, batchSize, classes, learningRate, measure } from "./measure.mjs";

const [model, backend, webgpuPackage] = process.argv.slice(2);
const require = createRequire(path.join(process.cwd(), "peers.cjs"));
if (backend === "webgpu") await provideNavigator(webgpuPackage);
const entry = path.join(path.dirname(require.resolve("@jax-js/jax")), "index.js");
const {
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy: np,
  tree,
  valueAndGrad,
} = await import(pathToFileURL(entry).href);
const devices = await init(backend);
if (!devices.includes(backend)) throw new Error(`no ${backend} backend`);
defaultDevice(backend);

let seed = 7;
const random = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const uniform = (shape, fan) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return np
    .array(Float32Array.from({ length: size }, () => (2 * random() - 1) / Math.sqrt(fan)))
    .reshape(shape);
};

function mlp() {
  const params = {
    w1: uniform([784, 128], 784),
    b1: np.zeros([128]),
    w2: uniform([128, 10], 128),
    b2: np.zeros([10]),
  };
  const forward = ({ w1, b1, w2, b2 }, x) => np.dot(nn.relu(np.dot(x, w1).add(b1)), w2).add(b2);
  return { shape: [batchSize, 784], params, forward };
}

function cnn() {
  const params = {
    k1: uniform([16, 1, 3, 3], 9),
    b1: np.zeros([16, 1, 1]),
    k2: uniform([32, 16, 3, 3], 144),
    b2: np.zeros([32, 1, 1]),
    w: uniform([1568, 10], 1568),
    b: np.zeros([10]),
  };
  const pool = (x, channels, size) =>
    np.max(x.reshape([batchSize, channels, size / 2, 2, size / 2, 2]), [3, 5]);
  const conv = (x, kernel, bias) => nn.relu(lax.convGeneralDilated(x, kernel, [1, 1], "SAME").add(bias));
  const forward = ({ k1, b1, k2, b2, w, b }, x) => {
    const first = pool(conv(x, k1, b1), 16, 28);
    const second = pool(conv(first, k2, b2), 32, 14);
    return np.dot(second.reshape([batchSize, 1568]), w).add(b);
  };
  return { shape: [batchSize, 1, 28, 28], params, forward };
}

const chosen = model === "mlp" ? mlp() : cnn();
const { shape, forward } = chosen;

const loss = (params, x, labels) => {
  const logProbabilities = nn.logSoftmax(forward(params, x));
  return logProbabilities
    .mul(nn.oneHot(labels, classes))
    .sum()
    .mul(-1 / batchSize);
};

/** Adam (Kingma and Ba 2015) over the whole tree; `scale` holds both bias corrections. */
const train = jit((params, m, v, scale1, scale2, x, labels) => {
  const [value, gradients] = valueAndGrad(loss)(tree.ref(params), x, labels);
  const m2 = tree.map((a, g) => a.mul(0.9).add(g.mul(0.1)), m, tree.ref(gradients));
  const v2 = tree.map((a, g) => a.mul(0.999).add(g.ref.mul(g).mul(0.001)), v, gradients);
  const next = tree.map(
    (p, a, b) =>
      p.sub(
        a
          .mul(scale1.ref)
          .div(np.sqrt(b.mul(scale2.ref)).add(1e-8))
          .mul(learningRate),
      ),
    params,
    tree.ref(m2),
    tree.ref(v2),
  );
  scale1.dispose();
  scale2.dispose();
  return [value, next, m2, v2];
});

const zeros = () => tree.map((p) => np.zeros(p.shape), chosen.params);
let { params } = chosen;
let [m, v] = [zeros(), zeros()];
let last;
const data = batches();
const step = (index) => {
  const { pixels, labels } = data[index % data.length];
  const x = np.array(pixels).reshape(shape);
  const y = np.array(labels, { dtype: np.int32 });
  const scale1 = np.array(1 / (1 - 0.9 ** (index + 1)));
  const scale2 = np.array(1 / (1 - 0.999 ** (index + 1)));
  last?.dispose();
  [last, params, m, v] = train(params, m, v, scale1, scale2, x, y);
};
const milliseconds = await measure(step, async () => (await last.ref.data())[0]);
answer({ milliseconds });
process.exit(0);
