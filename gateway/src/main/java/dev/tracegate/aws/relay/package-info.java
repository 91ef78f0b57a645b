/** The SDKs' sampling calls: signed and relayed to X-Ray, or answered from its last good answers. Start with {@code SamplingRelay}. */
@NullMarked
package dev.tracegate.aws.relay;

import org.jspecify.annotations.NullMarked;
