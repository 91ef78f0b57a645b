/** Credential sources, caches and refresh; roles assumed through STS. */
@NullMarked
package dev.tracegate.aws.credentials;

import org.jspecify.annotations.NullMarked;
