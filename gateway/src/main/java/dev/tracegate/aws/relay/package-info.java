/** The SDKs' sampling calls, signed and relayed to X-Ray. */
@NullMarked
package dev.tracegate.aws.relay;

import org.jspecify.annotations.NullMarked;
