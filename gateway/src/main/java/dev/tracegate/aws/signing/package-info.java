/** SigV4 signatures for requests to X-Ray, and the clock that they use. */
@NullMarked
package dev.tracegate.aws.signing;

import org.jspecify.annotations.NullMarked;
