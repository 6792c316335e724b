// The familiar one: 25,000 of the 70,000 digits of MNIST.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset } from '../dataset.ts';
import { imageKnobs, loadImages } from '../image-set.ts';

const card: DatasetCard = {
  id: 'mnist',
  title: { en: 'MNIST', zh: 'MNIST 手写数字' },
  plain: {
    en: 'Handwritten digits of 28 × 28 pixels; 25,000 of the 70,000, equally many of every digit.',
    zh: '28 × 28 像素的手写数字;从 70,000 张中取 25,000 张,每个数字一样多。',
  },
  credit: 'Y. LeCun, C. Cortes & C. Burges, MNIST, CC BY-SA 3.0; a selection',
  shape: [28, 28, 1],
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  counts: { train: 18_000, validation: 2000, test: 5000 },
  knobs: imageKnobs(),
};

export default defineDataset({ ...card, load: (context) => loadImages(card, { validation: 200 }, context) });
