/**
 * The receiver of batches in each mode: X-Ray in AWS, the embedded X-Ray, or the server that trains the AOT cache; and who answers sampling calls in AWS mode
 * ({@link dev.tracegate.app.upstream.SamplingApi}). Read
 * {@link dev.tracegate.app.upstream.Upstream} first.
 */
@NullMarked
package dev.tracegate.app.upstream;

import org.jspecify.annotations.NullMarked;
