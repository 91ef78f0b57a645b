/**
 * Who polls for sampling rules, and the loss between SDKs and the gateway. Read {@link dev.tracegate.sampling.client.SamplingObserver} first: it is told of
 * calls and of root segments, on one thread.
 */
@NullMarked
package dev.tracegate.sampling.client;

import org.jspecify.annotations.NullMarked;
