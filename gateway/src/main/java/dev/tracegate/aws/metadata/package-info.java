/** The EC2 instance metadata service and the values that the gateway reads from it. */
@NullMarked
package dev.tracegate.aws.metadata;

import org.jspecify.annotations.NullMarked;
