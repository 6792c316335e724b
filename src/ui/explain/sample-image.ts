// A sample of shape [height, width, 1 or 3] as pixels. Values from 0 to 1 are taken as they are; samples that
// reach beyond (centred, or counted to 16 or 255) are stretched to their own range.

export function samplePixels(values: Float32Array, shape: readonly number[]): Uint8ClampedArray<ArrayBuffer> {
  const [height = 0, width = 0, channels = 1] = shape;
  let low = 0;
  let high = 1;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const pixels = new Uint8ClampedArray(height * width * 4);
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) {
      const value = values[i * channels + (channels === 3 ? c : 0)] ?? 0;
      pixels[4 * i + c] = (255 * (value - low)) / (high - low);
    }
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

export const isImage = (shape: readonly number[]) => shape.length === 3 && (shape[2] === 1 || shape[2] === 3);
