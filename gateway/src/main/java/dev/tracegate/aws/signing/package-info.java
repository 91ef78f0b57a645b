/** SigV4 over requests to X-Ray, and the clock that signs them. */
@NullMarked
package dev.tracegate.aws.signing;

import org.jspecify.annotations.NullMarked;
