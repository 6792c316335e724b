// TensorFlow.js as this project uses it: the core with all gradients, no chained operations.
// The core must be evaluated first: the side-effect import reads flags it registers.
import { env } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';

// In Node, TensorFlow.js advises another package of its own at the first operation. The page keeps its warnings.
if (env().get('IS_NODE')) env().set('PROD', true);
