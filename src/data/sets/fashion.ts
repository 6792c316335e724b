// The harder one in the same format as MNIST: 25,000 of the 70,000 pictures of Fashion-MNIST.
import type { DatasetCard } from '../../contract/cards.ts';
import { defineDataset } from '../dataset.ts';
import { imageKnobs, loadImages } from '../image-set.ts';

const card: DatasetCard = {
  id: 'fashion',
  title: { en: 'Fashion-MNIST', zh: 'Fashion-MNIST 服饰' },
  plain: {
    en: 'Pictures of clothes, 28 × 28 pixels; 25,000 of the 70,000. Shirts, coats and pullovers look alike, so a teacher has doubts worth passing on.',
    zh: '28 × 28 像素的服饰图片;从 70,000 张中取 25,000 张。衬衫、外套和套衫很相像,所以教师的犹豫值得传授。',
  },
  credit: 'H. Xiao, K. Rasul & R. Vollgraf, Fashion-MNIST, © 2017 Zalando SE, MIT licence; a selection',
  shape: [28, 28, 1],
  classes: [
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
  ],
  counts: { train: 18_000, validation: 2000, test: 5000 },
  knobs: imageKnobs(),
};

export default defineDataset({ ...card, load: (context) => loadImages(card, { validation: 200 }, context) });
