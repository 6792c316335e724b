// Counts the dispatches that any WebGPU program of this page encodes, whoever wrote it.

/** How many dispatches some work encodes while it runs. */
export function countDispatches(work: () => void): number {
  const encoder = GPUComputePassEncoder.prototype;
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = encoder;
  let count = 0;
  encoder.dispatchWorkgroups = function (...args) {
    count++;
    return dispatchWorkgroups.apply(this, args);
  };
  encoder.dispatchWorkgroupsIndirect = function (...args) {
    count++;
    return dispatchWorkgroupsIndirect.apply(this, args);
  };
  try {
    work();
  } finally {
    Object.assign(encoder, { dispatchWorkgroups, dispatchWorkgroupsIndirect });
  }
  return count;
}
