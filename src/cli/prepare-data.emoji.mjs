// Emoji of four makers, drawn small: the objects of coloured scenes. The icons come from npm packages, pinned by checksum; what is
// drawn is pinned as well.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installed, pinned } from './prepare-data.packages.mjs';

const SIDE = 28;
const SHARP = '0.35.5';
/** Their names in all four sets. */
const CLASSES = [
  'cat-face',
  'dog-face',
  'red-apple',
  'automobile',
  'evergreen-tree',
  'soccer-ball',
  'sunflower',
  'mushroom',
  'crab',
  'balloon',
];

const MAKERS = [
  {
    id: 'noto',
    version: '1.2.9',
    licence: 'Apache-2.0',
    credit: 'Noto Emoji, Google',
    icons: '9eac6ef4e7ec122b6f0e7ac281d61008afdbc720d0ce861e398b939daaa347c6',
    drawn: '7f7ed9d28dc80663504348d385ac3755859dbdc7a3e610754966f8b43eb063b5',
  },
  {
    id: 'twemoji',
    version: '1.2.5',
    licence: 'CC BY 4.0',
    credit: 'Twemoji, © Twitter, Inc and other contributors',
    icons: '5d5d820790565b764f2728675d487c9ee4c1fc83916d8567d5aca8ba7527c242',
    drawn: 'ef8071fa502b3769d96391f568aadd55b49c98a5004d969c36fbcfb3d581b5a3',
  },
  {
    id: 'openmoji',
    version: '1.2.29',
    licence: 'CC BY-SA 4.0',
    credit: 'OpenMoji, the open-source emoji and icon project, HfG Schwäbisch Gmünd',
    icons: '7075331faab544067dbff4236471dd378bb5410aa05799a8a343c9ebf5c5984c',
    drawn: '831774c0ce36a2f106d1edee126fbab8e3ef985b4901594f4fdb632683335b6e',
  },
  {
    id: 'fluent-emoji-flat',
    version: '1.2.6',
    licence: 'MIT',
    credit: 'Fluent UI Emoji, © Microsoft Corporation',
    icons: 'f5f4cf457c0db2ad5a2e42e033e02e0c87d10e43d0164cfffb3bb84914970a63',
    drawn: 'd66cbcef320551d52bd7dd6b5fe212de456dc0937e4f4234a2ef1c21884b4fad',
  },
];

/** One set a maker: an image of each class, red, green, blue and how much of the pixel is covered. @param {string} scratch */
export async function emoji(scratch) {
  const packages = MAKERS.map(({ id, version }) => `@iconify-json/${id}@${version}`);
  const folder = installed(scratch, [`sharp@${SHARP}`, ...packages]);
  const sharp = createRequire(join(folder, 'sharp', 'package.json'))('sharp');
  const sets = [];
  for (const { id, version, licence, credit, icons, drawn } of MAKERS) {
    const name = `@iconify-json/${id}`;
    const file = pinned(`${name}/icons.json`, readFileSync(join(folder, name, 'icons.json')), icons);
    const set = JSON.parse(file.toString('utf8'));
    /** @type {Buffer[]} */
    const images = [];
    for (const icon of CLASSES) {
      const { body, width = set.width ?? 16, height = set.height ?? 16 } = set.icons[icon];
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${width} ${height}" width="${SIDE}" height="${SIDE}">${body}</svg>`;
      images.push(await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer());
    }
    const pixels = pinned(`the emoji of ${id}`, Buffer.concat(images), drawn);
    const labels = Buffer.from(CLASSES.map((_, label) => label));
    sets.push({
      ...{ id: `emoji-${id}`, shape: [SIDE, SIDE, 4], max: 255, classes: CLASSES, licence, credit },
      source: { registry: 'npm', package: name, version },
      parts: [{ part: /** @type {const} */ ('all'), pixels, labels }],
    });
  }
  return sets;
}
