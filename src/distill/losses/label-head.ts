// Labels alone in one kernel: the loss, its slope and what is right. The mathematics is in the shader's heading.
import shader from '../../../shaders/label-head.wgsl?raw';
import { defineKernel } from '../../gpu/kernel.ts';
import { differentiated, HEAD_PARAMS, headCases } from './head.ts';
import { hostHead, labelTerm } from './head-host.ts';

/** `student`: logits [seeds, batch, classes]; `labels` [seeds, batch], −1 for none. The one term is `hard`. */
export const labelHead = defineKernel({
  name: 'label-head',
  shader,
  inputs: { student: ['seeds', 'batch', 'classes'], labels: ['seeds', 'batch'] },
  outputs: { values: ['2', 'seeds', 'batch'], slope: ['seeds', 'batch', 'classes'] },
  saved: {},
  params: HEAD_PARAMS,
  invocations: ({ seeds, batch }) => (seeds as number) * (batch as number),
  reference: (inputs, params) => differentiated(inputs, params, (_, hard) => [hard]),
  host: (given, { smoothing, labelScale }) =>
    hostHead(given, (label) => [labelTerm(label, smoothing, labelScale)]),
  gradient: () => ({}),
  tolerance: 2e-6,
  cases: headCases(),
});
