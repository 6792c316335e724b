// TensorFlow.js as this project uses it: the core with all gradients, no chained operations.
// The core must be evaluated first: the side-effect import reads flags it registers.
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
