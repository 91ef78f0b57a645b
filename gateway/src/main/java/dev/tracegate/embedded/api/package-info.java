/**
 * X-Ray's operations as the embedded X-Ray answers them: one class an operation, each from JSON input to JSON output, on a worker thread.
 */
@NullMarked
package dev.tracegate.embedded.api;

import org.jspecify.annotations.NullMarked;
