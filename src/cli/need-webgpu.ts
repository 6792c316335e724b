// Runs before every GPU test file: without the adapter that was asked for, the tests fail; they are never
// skipped.
const adapter = await navigator.gpu?.requestAdapter();
if (!adapter) {
  throw new Error('This browser offers no WebGPU adapter, and the GPU tests need one (software will do).');
}
if (import.meta.env.STILLROOM_ADAPTER === 'hardware' && adapter.info.architecture === 'swiftshader') {
  throw new Error(
    'STILLROOM_ADAPTER=hardware, but the only WebGPU adapter here is SwiftShader, which is software.',
  );
}

export {};
