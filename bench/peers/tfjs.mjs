// TensorFlow.js: node tfjs.mjs <mlp|cnn> <wasm|webgpu> <path of the webgpu package>, from the folder that holds it.
import { createRequire } from "node:module";
import * as path from "node:path";
import { provideNavigator } from "./adapter.mjs";
import { answer, batches, batchSize, classes, learningRate, measure } from "./measure.mjs";

const [model, backend, webgpuPackage] = process.argv.slice(2);
const require = createRequire(path.join(process.cwd(), "peers.cjs"));
if (backend === "webgpu") await provideNavigator(webgpuPackage);
const tf = require("@tensorflow/tfjs");
require(`@tensorflow/tfjs-backend-${backend}`);
if (!(await tf.setBackend(backend))) throw new Error(`no ${backend} backend`);
await tf.ready();

const uniform = (shape, fan) => tf.variable(tf.randomUniform(shape, -1 / Math.sqrt(fan), 1 / Math.sqrt(fan)));
const zeros = (size) => tf.variable(tf.zeros([size]));

function mlp() {
  const [w1, b1, w2, b2] = [uniform([784, 128], 784), zeros(128), uniform([128, 10], 128), zeros(10)];
  return { shape: [batchSize, 784], forward: (x) => tf.relu(x.matMul(w1).add(b1)).matMul(w2).add(b2) };
}

function cnn() {
  const [k1, b1] = [uniform([3, 3, 1, 16], 9), zeros(16)];
  const [k2, b2] = [uniform([3, 3, 16, 32], 144), zeros(32)];
  const [w, b] = [uniform([1568, 10], 1568), zeros(10)];
  const block = (x, kernel, bias) =>
    tf.maxPool(tf.relu(tf.conv2d(x, kernel, 1, "same").add(bias)), 2, 2, "valid");
  const forward = (x) =>
    block(block(x, k1, b1), k2, b2)
      .reshape([batchSize, 1568])
      .matMul(w)
      .add(b);
  return { shape: [batchSize, 28, 28, 1], forward }; // channels last: what its kernels are written for
}

const { shape, forward } = model === "mlp" ? mlp() : cnn();
const data = batches();
const optimizer = tf.train.adam(learningRate);
let last;
const step = (index) => {
  const { pixels, labels } = data[index % data.length];
  const x = tf.tensor(pixels, shape);
  const y = tf.oneHot(tf.tensor1d(labels, "int32"), classes);
  last?.dispose();
  last = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, forward(x)), true);
  tf.dispose([x, y]);
};
const milliseconds = await measure(step, async () => (await last.data())[0]);
answer({ milliseconds });
process.exit(0);
